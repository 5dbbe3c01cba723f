using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TrainingLMS.Data;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Tells those who answer for privacy that a patient has asked for something; not who, and not what.</summary>
public sealed class WithdrawalNotices(
    AppDbContext db, Outbox outbox, PublicAddress address, IStringLocalizer<MailText> text, TimeProvider clock)
{
    public async Task TellAsync(Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var people = await (
            from member in db.Memberships
            where member.ProgrammeId == withdrawal.ProgrammeId && member.From <= today && (member.To == null || member.To > today)
                && (member.Role == Role.PrivacyOfficer || member.Role == Role.ProgrammeAdministrator)
            join person in db.Users on member.PersonId equals person.Id
            where person.DeactivatedAt == null && person.Email != null
            select new { person.Id, person.Email, person.Language }).Distinct().ToListAsync(cancellationToken);
        var before = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var person in people)
            {
                CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(person.Language);
                outbox.Add(
                    $"withdrawal/{withdrawal.Id:N}/{person.Id:N}", person.Id, person.Email!, text["A request is waiting for you"],
                    text["Somebody who takes part has made a request. It has to be answered within a month. Sign in to read it:\n\n{0}", address.Of("/withdrawals")],
                    withdrawal.ProgrammeId);
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
