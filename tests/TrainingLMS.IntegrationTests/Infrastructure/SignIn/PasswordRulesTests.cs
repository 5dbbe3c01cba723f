using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.IntegrationTests.Infrastructure.SignIn;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("otter lamp quiet gravel")]
    [InlineData("ottrlampquie")]
    [InlineData("Zwölf Boxkämpfer jagen")]
    [InlineData("日本語のパスワードはここです")]
    [InlineData("aB3$kk0!zPq_")]
    public void A_long_password_nobody_tries_first_is_good_whatever_its_characters(string password) =>
        Assert.Null(PasswordRules.Problem(password));

    [Fact]
    public void It_may_be_as_long_as_a_paragraph() =>
        Assert.Null(PasswordRules.Problem(string.Concat(Enumerable.Range(0, 64).Select(i => (char)('a' + (i * i % 23)))) + " moss"));

    [Theory]
    [InlineData("ottrlampqui", "at least 12")]
    [InlineData("", "at least 12")]
    [InlineData("passwordpassword", "common")]
    [InlineData("Password2026!", "common")]
    [InlineData("p@ssw0rd1234", "common")]
    [InlineData("ilovemyfamily", "common")]
    [InlineData("Sunshine-Dragon!", "common")]
    [InlineData("Therapist1234", "common")]
    [InlineData("motdepasse123", "common")]
    [InlineData("aaaaaaaaaaaaa", "repeats")]
    [InlineData("xkqmxkqmxkqmxkqm", "repeats")]
    [InlineData("fghjklzxcvbnm", "follows the keyboard")]
    [InlineData("lkjhgfdsapoiuz", "follows the keyboard")]
    [InlineData("2345678901234", "follows the keyboard")]
    [InlineData("TrainingLMS-2026", "name that others know")]
    [InlineData("Maple.Clinic.42", "name that others know")]
    [InlineData("ada.berg.1987", "name that others know")]
    public void What_is_tried_first_is_refused_with_the_reason(string password, string reason) =>
        Assert.Contains(
            reason,
            PasswordRules.Problem(password, "Ada Berg", "ada.berg@example.test", "Maple Clinic"),
            StringComparison.Ordinal);

    [Fact]
    public void A_name_within_something_longer_is_fine() =>
        Assert.Null(PasswordRules.Problem("berg gravel otter lamp", "Ada Berg"));
}
