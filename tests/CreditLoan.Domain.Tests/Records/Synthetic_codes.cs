using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Records;

public class Synthetic_codes
{
    [Fact]
    public void Keep_the_standard_and_differ()
    {
        var codes = Enumerable.Range(1, 5_000).Select(n => SyntheticCode.Of("CU", n).Value).ToList();
        Assert.All(codes, code => Assert.True(UnifiedCreditCode.TryParse(code, out _, out _)));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    public void Lie_in_a_region_that_is_in_no_list()
    {
        foreach (var file in new[] { "areas.csv", "cities.csv", "provinces.csv" })
            Assert.DoesNotContain(File.ReadLines(TestData.File("cn_admin", file)), line => line.StartsWith("99", StringComparison.Ordinal));
        Assert.DoesNotContain("\"99", File.ReadAllText(TestData.File("cn_admin", "gbt2260_replaced_codes.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Have_the_organisation_code_s_own_check_character()
    {
        // GB 11714-1997, annex example: D2143569 has the check character X.
        var code = SyntheticCode.Of("CU", 1).Value;
        Assert.Equal("99000", code[2..7]);
        Assert.Equal(OrganisationCheck(code[8..16]), code[16]);
        Assert.Equal('X', OrganisationCheck("D2143569"));
    }

    private static char OrganisationCheck(string eight)
    {
        int[] weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 8; i++) sum += (char.IsAsciiDigit(eight[i]) ? eight[i] - '0' : eight[i] - 'A' + 10) * weights[i];
        var check = 11 - sum % 11;
        return check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
    }
}
