using System.Text;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.IntegrationTests.Infrastructure.SignIn;

public sealed class TotpTests
{
    private static readonly byte[] _key = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the rows for SHA-1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_RFC(long second, string code) =>
        Assert.Equal(code, Totp.CodeAt(_key, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(second)), digits: 8));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_half_a_minute_off(int steps, bool accepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111109);
        var code = Totp.CodeAt(_key, Totp.StepOf(now) + steps);

        Assert.Equal(accepted ? Totp.StepOf(now) + steps : null, Totp.FindStep(_key, code, now));
    }

    [Theory]
    [InlineData("081 804", true)]
    [InlineData(" 081804 ", true)]
    [InlineData("081805", false)]
    [InlineData("81804", false)]
    [InlineData("", false)]
    public void Spaces_in_a_code_do_not_matter_and_digits_do(string typed, bool accepted) =>
        Assert.Equal(accepted, Totp.FindStep(_key, typed, DateTimeOffset.FromUnixTimeSeconds(1111111109)) is not null);

    // RFC 4648, section 10.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Keys_are_written_in_base_32_without_padding(string text, string written)
    {
        Assert.Equal(written, Totp.ToBase32(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(Encoding.ASCII.GetBytes(text), Totp.FromBase32(written));
    }
}
