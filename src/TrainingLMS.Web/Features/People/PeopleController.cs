using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Each address but the list carries the programme, because one person can administer several.</summary>
[Route("people")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class PeopleController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListPeople(ListPeople.Query query) => View(await SendAsync(query));

    [HttpGet("invite")]
    public async Task<IActionResult> InvitePerson(InvitePerson.Query query) => View(await SendAsync(query));

    [HttpPost("invite")]
    public Task<IActionResult> InvitePerson(Guid programmeId, [Bind(Prefix = "Input")] InvitePerson.Command input) =>
        PostAsync(
            input with { ProgrammeId = programmeId },
            done: person => ToPerson(programmeId, person),
            again: async () => View(await SendAsync(new InvitePerson.Query(programmeId)) with
            {
                Input = input with { ProgrammeId = programmeId },
            }));

    [HttpGet("{personId:guid}")]
    public async Task<IActionResult> ReadPerson(ReadPerson.Query query) => View(await SendAsync(query));

    [HttpPost("{personId:guid}/role")]
    public Task<IActionResult> GiveRole(Guid programmeId, Guid personId, [Bind(Prefix = "Input")] GiveRole.Command input) =>
        ChangeAsync(programmeId, personId, input with { ProgrammeId = programmeId, PersonId = personId });

    [HttpPost("{personId:guid}/role/end")]
    public Task<IActionResult> EndRole(Guid programmeId, Guid personId, Guid membershipId) =>
        ChangeAsync(
            programmeId, personId, new EndRole.Command { ProgrammeId = programmeId, MembershipId = membershipId });

    [HttpPost("{personId:guid}/invitation")]
    public Task<IActionResult> ResendInvitation(Guid programmeId, Guid personId) =>
        ChangeAsync(
            programmeId, personId, new ResendInvitation.Command { ProgrammeId = programmeId, PersonId = personId });

    [HttpPost("{personId:guid}/address")]
    public Task<IActionResult> ChangeAddress(
        Guid programmeId, Guid personId, [Bind(Prefix = "Input")] ChangeAddress.Command input) =>
        ChangeAsync(programmeId, personId, input with { ProgrammeId = programmeId, PersonId = personId });

    [HttpPost("{personId:guid}/active")]
    public Task<IActionResult> DeactivatePerson(Guid programmeId, Guid personId, bool active) =>
        ChangeAsync(
            programmeId, personId,
            new DeactivatePerson.Command { ProgrammeId = programmeId, PersonId = personId, Active = active });

    [HttpPost("{personId:guid}/factor")]
    public Task<IActionResult> ResetFactor(
        Guid programmeId, Guid personId, [Bind(Prefix = "Input")] ResetFactor.Command input) =>
        ChangeAsync(programmeId, personId, input with { ProgrammeId = programmeId, PersonId = personId });

    [HttpPost("{personId:guid}/consultant")]
    public Task<IActionResult> AssignConsultant(
        Guid programmeId, Guid personId, [Bind(Prefix = "Input")] AssignConsultant.Command input) =>
        ChangeAsync(programmeId, personId, input with { ProgrammeId = programmeId, PersonId = personId });

    [HttpPost("{personId:guid}/consultant/end")]
    public Task<IActionResult> EndConsultant(Guid programmeId, Guid personId, Guid linkId) =>
        ChangeAsync(programmeId, personId, new EndConsultant.Command { ProgrammeId = programmeId, LinkId = linkId });

    [HttpGet("cohorts")]
    public async Task<IActionResult> CreateCohort(CreateCohort.Query query) => View(await SendAsync(query));

    [HttpPost("cohorts")]
    public Task<IActionResult> CreateCohort(Guid programmeId, [Bind(Prefix = "Input")] CreateCohort.Command input) =>
        PostAsync(
            input with { ProgrammeId = programmeId },
            done: cohort => ToCohort(programmeId, cohort),
            again: async () => View(await SendAsync(new CreateCohort.Query(programmeId)) with
            {
                Input = input with { ProgrammeId = programmeId },
            }));

    [HttpGet("cohorts/{cohortId:guid}")]
    public async Task<IActionResult> EnrolTherapist(EnrolTherapist.Query query) => View(await SendAsync(query));

    [HttpPost("cohorts/{cohortId:guid}")]
    public Task<IActionResult> EnrolTherapist(
        Guid programmeId, Guid cohortId, [Bind(Prefix = "Input")] EnrolTherapist.Command input) =>
        PostAsync(
            input with { ProgrammeId = programmeId, CohortId = cohortId },
            done: cohort => ToCohort(programmeId, cohort),
            again: async () => View(await SendAsync(new EnrolTherapist.Query(programmeId, cohortId))));

    [HttpPost("cohorts/{cohortId:guid}/end")]
    public Task<IActionResult> EndEnrolment(Guid programmeId, Guid cohortId, Guid enrolmentId) =>
        PostAsync(
            new EndEnrolment.Command { ProgrammeId = programmeId, EnrolmentId = enrolmentId },
            done: cohort => ToCohort(programmeId, cohort),
            again: async () =>
                View(nameof(EnrolTherapist), await SendAsync(new EnrolTherapist.Query(programmeId, cohortId))));

    /// <summary>The small forms of a person's page: back to it, or the same page with what is wrong.</summary>
    private Task<IActionResult> ChangeAsync(Guid programmeId, Guid personId, ICommand<Guid> command) => PostAsync(
        command,
        done: person => ToPerson(programmeId, person),
        again: async () => View(nameof(ReadPerson), await SendAsync(new ReadPerson.Query(programmeId, personId))));

    private RedirectToActionResult ToPerson(Guid programmeId, Guid personId) =>
        RedirectToAction(nameof(ReadPerson), new { programmeId, personId });

    private RedirectToActionResult ToCohort(Guid programmeId, Guid cohortId) =>
        RedirectToAction(nameof(EnrolTherapist), new { programmeId, cohortId });
}
