// Comfort only: every page works without it.
(() => {
  // A form that came back is read from its summary on, also where the browser ignores autofocus.
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();

  const openMenus = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Sessions of staff end when nothing happens. Two minutes before, the page says so; afterwards it keeps what was
  // typed and says how to go on. A patient's page has no such notice.
  const session = document.getElementById("session-notice");
  const minute = 60 * 1000;
  let timer;

  const show = (state) => {
    session.hidden = !state;
    session.querySelectorAll("[data-when]").forEach((part) => {
      part.hidden = part.dataset.when !== state;
    });
    if (state === "ending") session.querySelector("button").focus();
  };

  const isAlive = async () => {
    try {
      const answer = await fetch(session.dataset.check, { cache: "no-store" });
      return answer.status !== 401;
    } catch {
      return true; // no network says nothing about the session
    }
  };

  const watch = () => {
    const idle = Number(session.dataset.idleMinutes) * minute;
    show("");
    clearTimeout(timer);
    timer = setTimeout(() => {
      show("ending");
      timer = setTimeout(() => show("over"), 2 * minute);
    }, idle - 2 * minute);
  };

  if (session) {
    watch();
    session.querySelector("button").addEventListener("click", async () => {
      if (await isAlive()) watch();
      else show("over");
    });
  }

  // A screen that others use, too, clears itself when nobody has touched it for two minutes.
  const kiosk = document.body.dataset.kiosk;
  if (kiosk) {
    const warning = document.getElementById("still-there");
    let clearing;
    const touched = () => {
      warning.hidden = true;
      clearTimeout(clearing);
      clearing = setTimeout(() => {
        warning.hidden = false;
        clearing = setTimeout(() => location.replace(kiosk), minute / 2);
      }, 1.5 * minute);
    };
    ["pointerdown", "keydown", "input", "touchstart"].forEach((what) => document.addEventListener(what, touched));
    touched();
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.replace(kiosk);
    });
  }

  // A patient's page asks whether the network is there before it sends. Where it is not, what was chosen stays on the
  // page and goes when it is back.
  const reach = document.body.dataset.reach;
  const isReachable = async () => {
    try {
      const answer = await fetch(reach, { cache: "no-store" });
      await answer.blob(); // read to its end, or leaving the page would break it off
      return true;
    } catch {
      return false;
    }
  };
  const sendWhenBack = async (form, button) => {
    const notice = document.getElementById("not-sent");
    while (!(await isReachable())) {
      if (notice.hidden) {
        notice.hidden = false;
        notice.scrollIntoView({ block: "nearest" });
      }
      await new Promise((again) => {
        const wait = setTimeout(again, 5000);
        window.addEventListener("online", () => {
          clearTimeout(wait);
          again();
        }, { once: true });
      });
    }
    notice.hidden = true;
    form.dataset.state = "checked";
    form.requestSubmit(button);
  };

  // A second press of the same button sends nothing. Where the session is over, nothing is sent and nothing is lost.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.state === "sent") {
      event.preventDefault();
      return;
    }
    if (reach && form.method === "post" && form.dataset.state !== "checked") {
      event.preventDefault();
      if (form.dataset.state === "asking") return;
      form.dataset.state = "asking";
      sendWhenBack(form, event.submitter);
      return;
    }
    if (session && form.method === "post" && form.dataset.state !== "checked") {
      const button = event.submitter;
      event.preventDefault();
      if (form.dataset.state === "asking") return;
      form.dataset.state = "asking";
      if (await isAlive()) {
        form.dataset.state = "checked";
        form.requestSubmit(button);
      } else {
        delete form.dataset.state;
        show("over");
        session.scrollIntoView({ block: "nearest" });
      }
      return;
    }
    form.dataset.state = "sent";
  });

  // What is written is kept on the way: two seconds after the last key, and when the box is left. The button does the same.
  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    const box = form.querySelector("textarea");
    const said = document.getElementById(box.getAttribute("aria-describedby"));
    let kept = box.value;
    let waiting;

    const keep = async () => {
      clearTimeout(waiting);
      if (box.value === kept) return;
      const value = box.value;
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Quietly": "1" } });
        if (!answer.ok) throw new Error(answer.statusText);
        kept = value;
        said.textContent = form.dataset.autosave.replace("{0}", await answer.text());
      } catch {
        said.textContent = form.dataset.unsaved;
        waiting = setTimeout(keep, 10 * 1000);
      }
    };

    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 2000);
    });
    box.addEventListener("change", keep);
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach((form) => delete form.dataset.state);
  });
})();
