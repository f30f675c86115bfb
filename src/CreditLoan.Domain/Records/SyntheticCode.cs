using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Records;

/// <summary>Credit codes for enterprises whose real ones a source masks (合成代码): well formed, both check characters right, and never issued.</summary>
/// <remarks>
/// The region 990000 is in no edition of GB/T 2260, so no such code can belong to a real enterprise. The organisation code's own check character
/// follows GB 11714-1997: weights 3 7 9 10 5 8 4 2, 11 − sum mod 11, ten written X and eleven 0.
/// </remarks>
public static class SyntheticCode
{
    public const string Region = "990000";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly int[] Weights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <param name="series">Two letters that tell the source; I, O, S, V and Z are not in the standard's alphabet.</param>
    /// <param name="number">The enterprise's number in the source, at most six digits.</param>
    public static EnterpriseCode Of(string series, int number)
    {
        if (series.Length != 2 || number is < 1 or > 999_999) throw new ArgumentOutOfRangeException(nameof(number), "Two letters and one to six digits are needed.");
        var body = series + number.ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
        var check = (11 - body.Select((c, i) => Alphabet.IndexOf(c) * Weights[i]).Sum() % 11) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
        return new EnterpriseCode(UnifiedCreditCode.Complete($"91{Region}{body}{check}").ToString());
    }
}
