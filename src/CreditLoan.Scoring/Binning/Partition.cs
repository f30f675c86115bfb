using System.Globalization;

namespace CreditLoan.Scoring.Binning;

/// <summary>Where each value of a feature goes (分箱规则). The bins are numbered from 0.</summary>
public abstract record Partition
{
    private Partition() { }

    /// <summary>Number of bins, the ones for special, missing and unseen values included.</summary>
    public abstract int Bins { get; }

    /// <summary>What a person reads as the bin's name.</summary>
    public abstract string Label(int bin);

    /// <summary>Intervals [a, b): a value equal to a break lies above it. Then one bin for each special value, then the missing ones.</summary>
    /// <param name="Breaks">Rising.</param>
    /// <param name="Specials">Values that stand for something else than their size, for example -1 未申报.</param>
    public sealed record Intervals(double[] Breaks, double[] Specials) : Partition
    {
        public int Regular => Breaks.Length + 1;
        public int Missing => Regular + Specials.Length;
        public override int Bins => Missing + 1;

        public int BinOf(double value)
        {
            if (double.IsNaN(value)) return Missing;
            for (var s = 0; s < Specials.Length; s++)
                if (value == Specials[s]) return Regular + s;
            var bin = 0;
            foreach (var at in Breaks)
                if (value >= at) bin++;
            return bin;
        }

        public override string Label(int bin)
        {
            if (bin == Missing) return "缺失";
            if (bin >= Regular) return "特殊值 " + Text(Specials[bin - Regular]);
            var from = bin == 0 ? "-∞" : Text(Breaks[bin - 1]);
            var to = bin == Breaks.Length ? "+∞" : Text(Breaks[bin]);
            return $"[{from}, {to})";
        }

        private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
    }

    /// <summary>Groups of levels, then the missing values, then the levels nobody had seen.</summary>
    public sealed record Groups(string[][] Levels) : Partition
    {
        public int Missing => Levels.Length;
        public int Unseen => Levels.Length + 1;
        public override int Bins => Levels.Length + 2;

        public int BinOf(string? level)
        {
            if (string.IsNullOrEmpty(level)) return Missing;
            var group = Array.FindIndex(Levels, g => Array.IndexOf(g, level) >= 0);
            return group >= 0 ? group : Unseen;
        }

        public override string Label(int bin) =>
            bin == Missing ? "缺失" : bin == Unseen ? "未见过的取值" : string.Join("、", Levels[bin]);
    }
}
