using MediatR;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Testing;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.ArchitectureTests;

/// <summary>What every request has: one handler, a rule who may send it, a line in the printed matrix.</summary>
public sealed class RequestTests(AppFixture app)
{
    [Fact]
    public void Each_request_has_one_handler_and_a_rule_who_may()
    {
        using var scope = app.Services.CreateScope();

        var wrong = Code.Requests
            .Select(r => (r.Request,
                Handlers: Services(typeof(IRequestHandler<,>), r.Request, r.Response),
                Rules: Services(typeof(IAccess<>), r.Request)))
            .Where(r => r.Handlers != 1 || r.Rules != 1)
            .Select(r => $"{RequestName.Of(r.Request)}: {r.Handlers} handlers, {r.Rules} access rules");

        Assert.Empty(wrong);

        int Services(Type service, params Type[] arguments) =>
            scope.ServiceProvider.GetServices(service.MakeGenericType(arguments)).Count();
    }

    [Fact]
    public void Each_request_either_asks_or_changes() =>
        Assert.Empty(Code.Requests
            .Where(r => r.Request.GetInterfaces().Count(IsQueryOrCommand) != 1)
            .Select(r => RequestName.Of(r.Request)));

    [Fact]
    public void The_printed_permission_matrix_is_what_the_code_allows()
    {
        using var scope = app.Services.CreateScope();
        var matrix = PermissionMatrix.Of(scope.ServiceProvider, Code.Requests.Select(r => r.Request));
        var file = Path.Combine(Repository.Root, "src", "TrainingLMS.Web", "Docs", "permissions.md");

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(file, matrix);

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == matrix,
            "Docs/permissions.md is not what the code allows. Read the difference, then write it anew: "
            + "UPDATE_DOCS=1 dotnet test --project tests/TrainingLMS.ArchitectureTests");
    }

    private static bool IsQueryOrCommand(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IQuery<>) || type.GetGenericTypeDefinition() == typeof(ICommand<>));
}
