using System.Text;
using TrainingLMS.Web.Infrastructure.RatingsFiles;

namespace TrainingLMS.IntegrationTests.Commands;

public sealed class RatingsFileTests
{
    private const string Header = "therapist_id,patient_id,session,therapist_alliance,patient_alliance,wellbeing";

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_empty_is_missing()
    {
        var file = Read("wellbeing,session,patient_alliance,patient_id,therapist_alliance,therapist_id\n46.1,2,,P001,5.25,T01\n");

        Assert.True(file.IsGood, Problems(file));
        Assert.Equal(new RatingRow(2, "T01", "P001", 2, 5.25, null, 46.1, null, null, null), Assert.Single(file.Rows));
        Assert.Empty(file.Warnings);
    }

    [Fact]
    public void Optional_columns_are_read_and_the_arm_is_kept_apart_from_the_rows()
    {
        var file = Read(
            "arm,site,session_date,revealed_at," + Header + "\nTreatment,North,2026-03-08,2026-03-09T14:05:00Z,T01,P001,1,5,6,50\n");

        Assert.True(file.IsGood, Problems(file));
        var row = Assert.Single(file.Rows);
        Assert.Equal(("North", new DateOnly(2026, 3, 8)), (row.Site, row.Date!.Value));
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 14, 5, 0, TimeSpan.Zero), row.RevealedAt);
        Assert.Equal("Treatment", file.Arms["T01"]);
        Assert.DoesNotContain("Treatment", row.ToString(), StringComparison.Ordinal);
        Assert.True(file.HasDates);
    }

    [Fact]
    public void A_byte_order_mark_semicolons_and_decimal_commas_are_accepted()
    {
        var text = Header.Replace(',', ';') + "\r\nT01;P001;1;5,25;6;46,1\r\nT01;P001;2;5.5;;\r\n";
        var file = Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]);

        Assert.True(file.IsGood, Problems(file));
        Assert.Equal([5.25, 5.5], file.Rows.Select(r => r.TherapistAlliance!.Value));
        Assert.Equal(46.1, file.Rows[0].WellBeing);
    }

    [Fact]
    public void A_quoted_cell_may_hold_the_separator_and_quotation_marks()
    {
        var file = Read(Header.Replace(',', ';') + ";site\nT01;P001;1;5;6;50;\"North; the \"\"old\"\" one\"\n");

        Assert.True(file.IsGood, Problems(file));
        Assert.Equal("North; the \"old\" one", file.Rows[0].Site);
    }

    [Fact]
    public void An_unknown_column_is_named_in_a_warning_and_stops_nothing()
    {
        var file = Read(Header + ",shoe size\nT01,P001,1,5,6,50,43\n");

        Assert.True(file.IsGood, Problems(file));
        Assert.Equal("r.csv: the column “shoe size” is unknown and was left out.", Assert.Single(file.Warnings).ToString());
    }

    [Fact]
    public void Missing_columns_are_all_named()
    {
        var file = Read("therapist_id,patient_id,session,therapist_alliance\nT01,P001,1,5\n");

        Assert.Equal(["patient_alliance", "wellbeing"], file.Problems.Select(p => p.Column), StringComparer.Ordinal);
        Assert.StartsWith("r.csv:1: patient_alliance: (empty): This column is missing.", file.Problems[0].In(file.Name), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_stands_there_twice_is_refused()
    {
        Assert.Equal("Session", Assert.Single(Read(Header + ",Session\nT01,P001,1,5,6,50,1\n").Problems).Column);
    }

    [Fact]
    public void Every_bad_cell_is_said_at_once_with_its_place_and_its_value()
    {
        var file = Read(Header + "\n"
            + "T01,P001,1,five,7.5,101\n"
            + "T01,P001,1.5,5,6,50\n"
            + ",P002,0,5,6,50\n"
            + "T01,P001,2,NA,NaN,Infinity\n");

        Assert.False(file.IsGood);
        Assert.Equal(
            [
                "r.csv:2: therapist_alliance: five: This is not a number. Leave the cell empty where a rating is missing.",
                "r.csv:2: patient_alliance: 7.5: Off the scale 1-7.",
                "r.csv:2: wellbeing: 101: Off the scale 0-100.",
                "r.csv:3: session: 1.5: A session number is a whole number.",
                "r.csv:4: therapist_id: (empty): This cell cannot be empty.",
                "r.csv:4: session: 0: Sessions are numbered from 1.",
                "r.csv:5: therapist_alliance: NA: This is not a number. Leave the cell empty where a rating is missing.",
                "r.csv:5: patient_alliance: NaN: This is not a number. Leave the cell empty where a rating is missing.",
                "r.csv:5: wellbeing: Infinity: This is not a number. Leave the cell empty where a rating is missing.",
            ],
            file.Problems.Select(p => p.In(file.Name)), StringComparer.Ordinal);
        Assert.Equal((9, 4), (file.ProblemCount, file.BadRows));
    }

    [Fact]
    public void A_session_that_stands_there_twice_names_the_first_line()
    {
        var file = Read(Header + "\nT01,P001,1,5,6,50\nT01,P001,2,5,6,50\nt01,p001,1,5,6,50\n");

        Assert.Equal(
            "r.csv:4: session: 1: Session 1 of P001 stands on line 2 already.", Assert.Single(file.Problems).In(file.Name));
    }

    [Fact]
    public void A_patient_under_two_therapists_is_refused_with_both_lines()
    {
        var file = Read(Header + "\nT01,P001,1,5,6,50\nT02,P001,2,5,6,50\n");

        Assert.Equal(
            "r.csv:3: patient_id: P001: This patient is with T02 here and with T01 on line 2. "
            + "Give a transferred patient a new code.",
            Assert.Single(file.Problems).In(file.Name));
    }

    [Fact]
    public void A_therapist_in_two_arms_is_refused_without_saying_which()
    {
        var file = Read(Header + ",arm\nT01,P001,1,5,6,50,Blue\nT01,P001,2,5,6,50,Green\n");

        var said = Assert.Single(file.Problems).In(file.Name);
        Assert.StartsWith("r.csv:3: arm: (not shown): T01 has another arm on line 2", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Green", said, StringComparison.Ordinal);
        Assert.Empty(file.Arms);
    }

    [Fact]
    public void A_file_of_zeros_is_off_the_scale()
    {
        var file = Read(Header + "\n" + string.Concat(Enumerable.Range(1, 60).Select(n => $"T01,P{n},1,0,0,0\n")));

        Assert.Equal((120, 60), (file.ProblemCount, file.BadRows));
        Assert.Equal(50, file.Problems.Count);
        Assert.Equal(
            "r.csv:2: therapist_alliance: 0: Off the scale 1-7: leave the cell empty where a rating is missing.",
            file.Problems[0].In(file.Name));
    }

    [Fact]
    public void Other_scales_can_be_said()
    {
        Assert.True(ScaleEnds.TryParse("0-10", out var alliance));
        Assert.True(ScaleEnds.TryParse("-2.5-2.5", out var wellBeing));
        var rules = new RatingsFileRules { Alliance = alliance, WellBeing = wellBeing };

        Assert.True(Read(Header + "\nT01,P001,1,0,10,-2.5\n", rules).IsGood);
        Assert.Equal("Off the scale -2.5-2.5.", Assert.Single(Read(Header + "\nT01,P001,1,0,10,3\n", rules).Problems).Why.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("7-1")]
    [InlineData("1-1")]
    [InlineData("one-seven")]
    public void A_scale_that_is_none_is_refused(string text) => Assert.False(ScaleEnds.TryParse(text, out _));

    [Theory]
    [InlineData("session_date", "08/03/2026", "This is not a date such as 2026-03-09.")]
    [InlineData("session_date", "2026-02-30", "This is not a date such as 2026-03-09.")]
    [InlineData("revealed_at", "2026-03-09", "This is not a UTC time such as 2026-03-09T14:05:00Z.")]
    [InlineData("revealed_at", "2026-03-09T14:05:00+02:00", "This is not a UTC time such as 2026-03-09T14:05:00Z.")]
    public void Dates_are_read_one_way_only(string column, string value, string why)
    {
        var file = Read($"{Header},{column}\nT01,P001,1,5,6,50,{value}\n");

        Assert.Equal($"r.csv:2: {column}: {value}: {why}", Assert.Single(file.Problems).In(file.Name));
    }

    [Fact]
    public void A_decimal_comma_between_commas_is_explained()
    {
        var file = Read(Header + "\nT01,P001,1,\"4,5\",6,50\n");

        Assert.Equal("This is not a number: a decimal comma needs semicolons between the cells.",
            Assert.Single(file.Problems).Why.ToString());
    }

    [Fact]
    public void A_row_with_too_few_or_too_many_cells_is_refused_and_blank_lines_are_not()
    {
        var file = Read(Header + "\n\nT01,P001,1,5,6,50\n,,,,,\nT01,P001,2,5,6\nT01,P001,3,5,6,50,9\n\n");

        Assert.Equal(
            [
                "r.csv:5: row: (empty): 5 cells where the header has 6.",
                "r.csv:6: row: (empty): 7 cells where the header has 6.",
            ],
            file.Problems.Select(p => p.In(file.Name)), StringComparer.Ordinal);
    }

    [Fact]
    public void A_quotation_mark_out_of_place_is_refused()
    {
        var file = Read(Header + "\nT01,P0\"01,1,5,6,50\nT01,P002,1,5,6,50\n");

        Assert.Equal((2, "row"), (file.Problems[0].Line, file.Problems[0].Column));
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_is_refused()
    {
        var file = Read(Header + "\nT01,P000,1,5,6,50\nT01,\"P001,1,5,6,50\nT01,P002,1,5,6,50\nT01,P003,1,5,6,50\n");

        var problem = Assert.Single(file.Problems);
        Assert.Equal(
            "r.csv:3: row: (empty): A quotation mark opens on this line and is not closed.", problem.In("r.csv"));
    }

    [Theory]
    [InlineData("", "The file is empty: the first line names the columns.")]
    [InlineData(Header + "\n", "There is no row below the header.")]
    [InlineData(Header + "\n\n,,,,,\n", "There is no row below the header.")]
    public void A_file_without_rows_is_refused(string text, string why) =>
        Assert.Equal(why, Assert.Single(Read(text).Problems).Why.ToString());

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused_in_a_sentence()
    {
        var file = Read([.. Encoding.UTF8.GetBytes(Header + "\nT01,Ren"), 0xE9, .. Encoding.UTF8.GetBytes(",1,5,6,50\n")]);

        Assert.Contains("CSV UTF-8", Assert.Single(file.Problems).Why.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_of_rows_is_kept()
    {
        var file = Read(
            Header + "\n" + string.Concat(Enumerable.Range(1, 5).Select(n => $"T01,P{n},1,5,6,50\n")),
            new RatingsFileRules { MostRows = 4 });

        Assert.Equal("The file has more than 4 rows.", Assert.Single(file.Problems).Why.ToString());
    }

    [Fact]
    public void Two_hundred_thousand_rows_are_read_like_any_other()
    {
        var text = new StringBuilder(Header).Append('\n');
        for (var patient = 0; patient < 20_000; patient++)
        {
            for (var session = 1; session <= 10; session++)
                text.Append(null, $"T{patient / 10},P{patient},{session},5.25,6.1,46.1\n");
        }

        var file = Read(text.ToString());

        Assert.True(file.IsGood, Problems(file));
        Assert.Equal(200_000, file.Rows.Count);
        Assert.Equal(200_001, file.Rows[^1].Line);
    }

    private static RatingsFile Read(string text, RatingsFileRules? rules = null) => Read(Encoding.UTF8.GetBytes(text), rules);

    private static RatingsFile Read(byte[] bytes, RatingsFileRules? rules = null) =>
        RatingsFileReader.Read(new MemoryStream(bytes), "r.csv", rules ?? new RatingsFileRules());

    private static string Problems(RatingsFile file) => string.Join('\n', file.Problems.Select(p => p.In(file.Name)));
}
