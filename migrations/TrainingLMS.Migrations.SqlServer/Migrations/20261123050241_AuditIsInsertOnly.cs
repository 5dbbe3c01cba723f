using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TrainingLMS.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AuditIsInsertOnly : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var table in (string[])["AuditEntries", "AuditLinks"])
            {
                // In EXEC, because a trigger must be the first statement of its batch, also in an idempotent script.
                migrationBuilder.Sql(
                    $"EXEC(N'CREATE TRIGGER {table}_InsertOnly ON {table} INSTEAD OF UPDATE, DELETE AS "
                    + $"THROW 51000, N''{table} is insert-only'', 1;');");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in (string[])["AuditEntries", "AuditLinks"])
                migrationBuilder.Sql($"DROP TRIGGER {table}_InsertOnly;");
        }
    }
}
