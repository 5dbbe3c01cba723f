using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using TrainingLMS.Data;

namespace TrainingLMS.SqlServerTests;

/// <summary>What SQL Server would be given, read by SQL Server's own parser and schema model; no server needed.</summary>
public sealed class ScriptTests
{
    [Fact]
    public void The_idempotent_script_is_good_T_SQL()
    {
        using var db = Model.Context(DatabaseProvider.SqlServer);
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        var parsed = Parse(script);
        var inner = new ExecutedText();
        parsed.Accept(inner);

        // Triggers are made inside EXEC: what stands in the quotes must be good, too.
        Assert.NotEmpty(inner.Found);
        foreach (var text in inner.Found)
            Parse(text);
    }

    [Fact]
    public void The_schema_it_makes_holds_together()
    {
        using var db = Model.Context(DatabaseProvider.SqlServer);
        var definitions = new Definitions();
        Parse(db.Database.GenerateCreateScript()).Accept(definitions);

        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var definition in definitions.Found)
        {
            new Sql160ScriptGenerator().GenerateScript(definition, out var text);
            model.AddObjects(text);
        }

        Assert.Empty(model.Validate().Where(m => m.MessageType == DacMessageType.Error).Select(m => m.ToString()));
        Assert.Contains("Responses", model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Select(t => t.Name.Parts[^1]));
    }

    [Fact]
    public async Task It_runs_twice_on_a_real_server()
    {
        var connectionString = Environment.GetEnvironmentVariable("TRAININGLMS_SQLSERVER");
        Assert.SkipWhen(
            string.IsNullOrEmpty(connectionString), "no SQL Server: TRAININGLMS_SQLSERVER holds no connection string");

        await using var db = Model.Context(DatabaseProvider.SqlServer, connectionString);
        await db.Database.MigrateAsync();
        await db.Database.MigrateAsync();

        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    private static TSqlFragment Parse(string script)
    {
        var parsed = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        Assert.Empty(errors.Select(e => $"{e.Line}:{e.Column} {e.Message}"));
        return parsed;
    }

    private sealed class Definitions : TSqlFragmentVisitor
    {
        public List<TSqlStatement> Found { get; } = [];

        public override void ExplicitVisit(CreateTableStatement node) => Found.Add(node);

        public override void ExplicitVisit(CreateIndexStatement node) => Found.Add(node);

        public override void ExplicitVisit(AlterTableAddTableElementStatement node) => Found.Add(node);
    }

    private sealed class ExecutedText : TSqlFragmentVisitor
    {
        public List<string> Found { get; } = [];

        public override void ExplicitVisit(ExecutableStringList node)
        {
            // With a variable in it the text is known on the server only.
            if (node.Strings.All(s => s is StringLiteral))
                Found.Add(string.Concat(node.Strings.Cast<StringLiteral>().Select(s => s.Value)));
        }
    }
}
