using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TrainingLMS.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class NetworkReleases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "NetworkReleases",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CutOff = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    MadeFor = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ReleasedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Values = table.Column<string>(type: "TEXT", maxLength: 2147483647, nullable: false),
                    Population = table.Column<string>(type: "TEXT", maxLength: 2147483647, nullable: false),
                    ProgrammeId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NetworkReleases", x => x.Id);
                    table.ForeignKey(
                        name: "FK_NetworkReleases_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_NetworkReleases_ProgrammeId_CutOff",
                table: "NetworkReleases",
                columns: new[] { "ProgrammeId", "CutOff" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "NetworkReleases");
        }
    }
}
