using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TrainingLMS.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AuditIsInsertOnly : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var table in (string[])["AuditEntries", "AuditLinks"])
            {
                foreach (var act in (string[])["UPDATE", "DELETE"])
                {
                    migrationBuilder.Sql(
                        $"CREATE TRIGGER {table}_InsertOnly_{act} BEFORE {act} ON {table} "
                        + $"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END;");
                }
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in (string[])["AuditEntries", "AuditLinks"])
            {
                foreach (var act in (string[])["UPDATE", "DELETE"])
                    migrationBuilder.Sql($"DROP TRIGGER {table}_InsertOnly_{act};");
            }
        }
    }
}
