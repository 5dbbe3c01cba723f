using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TrainingLMS.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ConsentRecordedAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "RecordedAt",
                table: "ConsentRecords",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            // Older records have no instant but the day that was said.
            migrationBuilder.Sql("UPDATE ConsentRecords SET RecordedAt = GivenAt;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "RecordedAt",
                table: "ConsentRecords");
        }
    }
}
