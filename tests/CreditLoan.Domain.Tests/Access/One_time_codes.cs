using System.Text;
using CreditLoan.Domain.Access;

namespace CreditLoan.Domain.Tests;

public class One_time_codes
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the rows of SHA-1; the last six of the eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Are_those_of_RFC_6238(long seconds, string code) =>
        Assert.Equal(code, OneTimeCode.At(Secret, OneTimeCode.Step(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void Are_taken_one_step_early_or_late_and_no_further()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var step = OneTimeCode.Step(now);
        Assert.Equal([null, step - 1, step, step + 1, null], Enumerable.Range(-2, 5).Select(i => OneTimeCode.StepOf(Secret, OneTimeCode.At(Secret, step + i), now)));
    }

    // RFC 4648, section 10, without padding.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Share_their_secret_in_base_32(string text, string coded) => Assert.Equal(coded, OneTimeCode.Base32(Encoding.ASCII.GetBytes(text)));
}
