using ArchUnitNET.Domain;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Data;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Study;
using TrainingLMS.Web.Infrastructure;
using Type = System.Type;

namespace TrainingLMS.ArchitectureTests;

/// <summary>How a feature is built, and what none of them may touch.</summary>
public sealed class FeatureTests
{
    private const string Features = "TrainingLMS.Web.Features.";

    [Fact]
    public void A_feature_knows_no_other_feature()
    {
        var known = Code.All.Types
            .Where(t => FeatureOf(t) is not null)
            .SelectMany(t => t.Dependencies.Select(d => (From: t, d.Target)))
            .Where(d => FeatureOf(d.Target) is { } other && other != "Shared" && other != FeatureOf(d.From))
            .Select(d => $"{d.From.FullName} knows {d.Target.FullName}")
            .Distinct(StringComparer.Ordinal);

        Assert.Empty(known);

        static string? FeatureOf(IType type) => type.FullName.StartsWith(Features, StringComparison.Ordinal)
            ? type.FullName[Features.Length..].Split('.')[0]
            : null;
    }

    [Fact]
    public void A_controller_asks_the_mediator_and_not_the_database() =>
        Assert.Empty(Code.Touching(typeof(AppDbContext))
            .Where(n => n.StartsWith(Features, StringComparison.Ordinal) && n.Split('/', '+')[0].EndsWith("Controller", StringComparison.Ordinal)));

    [Fact]
    public void A_handler_is_sealed_and_part_of_a_slice() =>
        Assert.Empty(typeof(Program).Assembly.GetTypes()
            .Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
            .Where(t => !t.IsSealed || !t.IsNested)
            .Select(t => t.FullName));

    [Fact]
    public void Ratings_are_touched_by_the_seal_and_the_intake_only()
    {
        string[] may = ["TrainingLMS.Data.Ratings.", "TrainingLMS.Data.Configurations.", "TrainingLMS.Domain."];

        Assert.Empty(Code.Touching(typeof(Response), typeof(Answer))
            .Where(n => !may.Any(m => n.StartsWith(m, StringComparison.Ordinal))));
    }

    [Fact]
    public void Arms_are_touched_by_their_vault_only()
    {
        string[] may = ["TrainingLMS.Data.Study.ArmVault", "TrainingLMS.Data.Configurations.", "TrainingLMS.Domain."];

        Assert.Empty(Code.Touching(typeof(Allocation))
            .Where(n => !may.Any(m => n.StartsWith(m, StringComparison.Ordinal))));
    }

    [Fact]
    public void What_goes_round_the_audit_touches_only_what_it_leaves_out()
    {
        // Such statements are not recorded: for states of the machinery and spent tokens only.
        string[] may =
        [
            "TrainingLMS.Data.Jobs.JobLeases",
            "TrainingLMS.Web.Infrastructure.Throttling",
            "TrainingLMS.Web.Infrastructure.SignIn.StaffSessions",
            "TrainingLMS.Web.Infrastructure.SignIn.PersonStore",
            "TrainingLMS.Web.Infrastructure.SignIn.OneTimeLinks",
            "TrainingLMS.Web.Infrastructure.SignIn.SecondFactor",
            "TrainingLMS.Web.Features.Reports.ReportQueries", // writes a value over itself: a row lock
        ];

        var calling = Code.Calling("ExecuteUpdate", "ExecuteDelete", "ExecuteSql").ToList();

        Assert.Contains("TrainingLMS.Data.Jobs.JobLeases", calling); // or the rule sees nothing
        Assert.Empty(calling.Except(may));
    }

    [Fact]
    public void A_controller_beside_the_pipeline_touches_no_data()
    {
        // Error pages must work when nothing else does; language and theme are cookies of a browser, not rows.
        string[] may = ["ProblemController", "PreferencesController"];

        Assert.Empty(Controllers.Where(t => !t.IsAssignableTo(typeof(FeatureController)) && !may.Contains(t.Name))
            .Select(t => t.FullName));
        Assert.Empty(Controllers.Where(t => may.Contains(t.Name) && Code.Touching(typeof(AppDbContext)).Contains(t.FullName))
            .Select(t => t.FullName));
    }

    [Fact]
    public void Each_controller_asks_forms_for_their_token() =>
        Assert.Empty(Controllers
            .Where(t => t.GetCustomAttributes(typeof(AutoValidateAntiforgeryTokenAttribute), inherit: true).Length == 0)
            .Where(t => t.Name != "ProblemController") // shows the error page of any request, forms included
            .Select(t => t.FullName));

    private static IEnumerable<Type> Controllers => typeof(Program).Assembly.GetTypes()
        .Where(t => t.IsAssignableTo(typeof(ControllerBase)) && !t.IsAbstract);
}
