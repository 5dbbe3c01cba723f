using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TrainingLMS.Migrations.SqlServer.Migrations
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
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CutOff = table.Column<DateOnly>(type: "date", nullable: false),
                    MadeFor = table.Column<DateOnly>(type: "date", nullable: false),
                    ReleasedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Values = table.Column<string>(type: "nvarchar(max)", maxLength: 2147483647, nullable: false),
                    Population = table.Column<string>(type: "nvarchar(max)", maxLength: 2147483647, nullable: false),
                    ProgrammeId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
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
