namespace CreditLoan.Scoring.Validation;

/// <summary>Rows sorted by risk, ties together (风险排序): what AUC, Gini, KS and lift are computed from.</summary>
/// <remarks>Sorted once; a bootstrap only counts each row another number of times.</remarks>
public sealed class Ranking
{
    private readonly int[] _order;
    private readonly int[] _tieEnd;
    private readonly byte[] _bad;

    /// <param name="risk">The higher, the riskier.</param>
    public Ranking(double[] risk, byte[] bad)
    {
        if (risk.Length != bad.Length) throw new ArgumentException("Every row needs a risk and an outcome.", nameof(bad));
        (Risk, _bad) = (risk, bad);
        _order = [.. Enumerable.Range(0, risk.Length)];
        Array.Sort((double[])risk.Clone(), _order);
        _tieEnd = new int[risk.Length];
        for (var (from, to) = (0, 0); from < _order.Length; from = to)
        {
            while (to < _order.Length && risk[_order[to]] == risk[_order[from]]) to++;
            Array.Fill(_tieEnd, to, from, to - from);
        }
    }

    public double[] Risk { get; }
    public ReadOnlySpan<byte> Bad => _bad;
    public int Rows => _bad.Length;

    /// <summary>Row numbers from the lowest risk to the highest.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The chance that a bad row is ranked above a good one, a tie counted half (AUC).</summary>
    public double Auc(int[]? times = null)
    {
        var (goods, bads, above) = (0.0, 0.0, 0.0);
        for (var from = 0; from < _order.Length; from = _tieEnd[from])
        {
            var (good, bad) = Tie(from, times);
            above += bad * (goods + (good / 2.0));
            goods += good;
            bads += bad;
        }
        return above / (goods * bads);
    }

    /// <summary>The largest distance between the shares of bad and of good rows up to a risk (KS).</summary>
    public double Ks(int[]? times = null)
    {
        var (allGood, allBad) = Totals(times);
        var (goods, bads, widest) = (0.0, 0.0, 0.0);
        for (var from = 0; from < _order.Length; from = _tieEnd[from])
        {
            var (good, bad) = Tie(from, times);
            goods += good;
            bads += bad;
            widest = Math.Max(widest, Math.Abs((goods / allGood) - (bads / allBad)));
        }
        return widest;
    }

    /// <summary>How many times more bad rows the riskiest part holds than the same number taken by chance (提升度). A tie at the edge counts in proportion.</summary>
    public double Lift(double part, int[]? times = null)
    {
        var (allGood, allBad) = Totals(times);
        var left = part * (allGood + allBad);
        var (wanted, caught) = (left, 0.0);
        for (var to = _order.Length; to > 0 && left > 0;)
        {
            var from = TieStart(to - 1);
            var (good, bad) = Tie(from, times);
            if (good + bad > 0)
            {
                var taken = Math.Min(1, left / (good + bad));
                caught += bad * taken;
                left -= (good + bad) * taken;
            }
            to = from;
        }
        return caught / wanted / (allBad / (allGood + allBad));
    }

    /// <summary>The receiver operating characteristic (ROC): from (0, 0) to (1, 1), the riskiest rows first.</summary>
    public (double FalseAlarms, double Caught)[] Roc()
    {
        var (allGood, allBad) = Totals(times: null);
        var points = new List<(double, double)> { (0, 0) };
        var (goods, bads) = (0.0, 0.0);
        for (var to = _order.Length; to > 0;)
        {
            var from = TieStart(to - 1);
            var (good, bad) = Tie(from, times: null);
            points.Add(((goods += good) / allGood, (bads += bad) / allBad));
            to = from;
        }
        return [.. points];
    }

    private int TieStart(int place)
    {
        var end = _tieEnd[place];
        while (place > 0 && _tieEnd[place - 1] == end) place--;
        return place;
    }

    private (int Good, int Bad) Tie(int from, int[]? times)
    {
        var (good, bad) = (0, 0);
        for (var i = from; i < _tieEnd[from]; i++)
        {
            var count = times?[_order[i]] ?? 1;
            if (_bad[_order[i]] == 1) bad += count;
            else good += count;
        }
        return (good, bad);
    }

    private (double Good, double Bad) Totals(int[]? times)
    {
        var (good, bad) = (0.0, 0.0);
        for (var row = 0; row < _bad.Length; row++)
        {
            var count = times?[row] ?? 1;
            if (_bad[row] == 1) bad += count;
            else good += count;
        }
        return (good, bad);
    }
}
