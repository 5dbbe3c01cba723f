using System.Globalization;
using Microsoft.Extensions.Localization;
using TrainingLMS.Data.Identity;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>Mails about accounts, in the language of the person who gets them.</summary>
public sealed class AccountNotices(Outbox outbox, IStringLocalizer<MailText> text, PublicAddress address, TimeProvider clock)
{
    /// <summary>For somebody who has no password yet. Names no programme: mails are read by others, too.</summary>
    public void Invite(AppUser person, string inviter, string token, Guid? programme) => Add(
        person, $"invitation/{person.Id}/{Tokens.Hash(token)[..12]}", programme, () => new Mail(
            text["You are invited to TrainingLMS"],
            text["{0} invites you to take part. Choose your password here, within 14 days:", inviter],
            address.Of($"/account/join/{token}"),
            text["If you do not expect this, you need not do anything."]));

    /// <summary>For somebody who signs in already.</summary>
    public void Added(AppUser person, string inviter, Guid? programme) => Add(
        person, $"added/{person.Id}/{programme?.ToString() ?? "installation"}/{Stamp()}", programme, () => new Mail(
            text["You have a new role in TrainingLMS"],
            text["{0} has given you a new role. It is there when you next sign in:", inviter],
            address.Of("/")));

    public void Reset(AppUser person, string token) => Add(
        person, $"password-reset/{person.Id}/{Tokens.Hash(token)[..12]}", programme: null, () => new Mail(
            text["Choose a new password"],
            text["Somebody asked to reset your password. If it was you, choose a new one here, within one hour:"],
            address.Of($"/account/reset/{token}"),
            text["You will still need your authenticator app. If it was not you, you need not do anything: your password stays as it is."]));

    public void PasswordChanged(AppUser person) => Changed(person, "password", "Your password was changed");

    public void FactorChanged(AppUser person) =>
        Changed(person, "factor", "The second step of your sign-in was changed");

    public void AddressChanged(AppUser person, string earlier) =>
        Changed(person, "address", "Your e-mail address was changed", earlier);

    private void Changed(AppUser person, string what, string subject, string? to = null) => Add(
        person, $"{what}-changed/{person.Id}/{Stamp()}", programme: null, () => new Mail(
            text[subject],
            text["This was done in your account just now. If it was you, there is nothing to do. If it was not, end your other sessions and choose a new password here:"],
            address.Of("/account"),
            text["If you cannot sign in any more, tell your administrator."]),
        to);

    private void Add(AppUser person, string key, Guid? programme, Func<Mail> write, string? to = null)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(person.Language);
            var mail = write();
            outbox.Add(
                key, person.Id, to ?? person.Email!, mail.Subject, string.Join("\n\n", mail.Paragraphs), programme);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private string Stamp() => clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);

    private sealed record Mail(string Subject, params string[] Paragraphs);
}
