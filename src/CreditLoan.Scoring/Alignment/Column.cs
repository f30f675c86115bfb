namespace CreditLoan.Scoring.Alignment;

/// <summary>One feature over all rows of a sample (特征列), stored by column.</summary>
public abstract record Column(string Name)
{
    /// <summary>Numbers; <see cref="double.NaN"/> is a missing value.</summary>
    public sealed record Numbers(string Name, double[] Values) : Column(Name)
    {
        public override int Rows => Values.Length;
        public override Column At(int[] rows) => this with { Values = Array.ConvertAll(rows, r => Values[r]) };
    }

    /// <summary>Categories: a code per row into the levels; -1 is a missing value.</summary>
    public sealed record Categories(string Name, string[] Levels, int[] Codes) : Column(Name)
    {
        public override int Rows => Codes.Length;
        public override Column At(int[] rows) => this with { Codes = Array.ConvertAll(rows, r => Codes[r]) };

        /// <summary>From texts; null and the empty text are missing. Levels come in the order of first appearance.</summary>
        public static Categories Of(string name, IEnumerable<string?> texts)
        {
            var codes = new Dictionary<string, int>(StringComparer.Ordinal);
            var rows = texts.Select(text =>
            {
                if (string.IsNullOrEmpty(text)) return -1;
                if (!codes.TryGetValue(text, out var code)) codes.Add(text, code = codes.Count);
                return code;
            }).ToArray();
            return new Categories(name, [.. codes.Keys], rows);
        }
    }

    public abstract int Rows { get; }

    /// <summary>The same column on the given rows only, in the given order.</summary>
    public abstract Column At(int[] rows);
}
