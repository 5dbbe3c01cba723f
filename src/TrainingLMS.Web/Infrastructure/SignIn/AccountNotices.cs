using System.Globalization;
using Microsoft.Extensions.Localization;
using TrainingLMS.Data.Identity;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>Mails about accounts, in the language of the person who gets them.</summary>
public sealed class AccountNotices(Outbox outbox, IStringLocalizer<MailText> text, PublicAddress address, TimeProvider clock)
{
    /// <summary>For somebody who has no password yet. Names nobody's field of work: mails are read by others, too.</summary>
    public void Invite(AppUser person, string inviter, string token, Guid? programme) => Add(
        person, $"invitation/{person.Id}/{Tokens.Hash(token)[..12]}", programme,
        "You are invited to TrainingLMS",
        "{0} invites you to take part. Choose your password here, within 14 days:\n\n{1}\n\nIf you do not expect this, you need not do anything.",
        inviter, address.Of($"/account/join/{token}"));

    /// <summary>For somebody who signs in already.</summary>
    public void Added(AppUser person, string inviter, Guid programme) => Add(
        person, $"added/{person.Id}/{programme}/{Stamp()}", programme,
        "You have a new role in TrainingLMS",
        "{0} has given you a new role. It is there when you next sign in:\n\n{1}",
        inviter, address.Of("/"));

    public void Reset(AppUser person, string token) => Add(
        person, $"password-reset/{person.Id}/{Tokens.Hash(token)[..12]}", programme: null,
        "Choose a new password",
        "Somebody asked to reset your password. If it was you, choose a new one here, within one hour:\n\n{0}\n\nYou will still need your authenticator app. If it was not you, you need not do anything: your password stays as it is.",
        address.Of($"/account/reset/{token}"));

    public void PasswordChanged(AppUser person) => Changed(person, "password", "Your password was changed");

    public void FactorChanged(AppUser person) =>
        Changed(person, "factor", "The second step of your sign-in was changed");

    public void AddressChanged(AppUser person, string earlier) =>
        Changed(person, "address", "Your e-mail address was changed", earlier);

    private void Changed(AppUser person, string what, string subject, string? to = null) => Add(
        person, $"{what}-changed/{person.Id}/{Stamp()}", programme: null,
        subject,
        "This was done in your account just now. If it was you, there is nothing to do. If it was not, end your other sessions and choose a new password here:\n\n{0}\n\nIf you cannot sign in any more, tell your administrator.",
        to, address.Of("/account"));

    private void Add(AppUser person, string key, Guid? programme, string subject, string body, params object[] arguments) =>
        Add(person, key, programme, subject, body, to: null, arguments);

    private void Add(
        AppUser person, string key, Guid? programme, string subject, string body, string? to, params object[] arguments)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(person.Language);
            outbox.Add(key, person.Id, to ?? person.Email!, text[subject], text[body, arguments], programme);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private string Stamp() => clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);
}
