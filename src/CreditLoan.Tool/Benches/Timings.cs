using System.Diagnostics;

namespace CreditLoan.Tool.Benches;

/// <summary>Seconds of interleaved rounds, by who did the work.</summary>
internal sealed class Timings
{
    private readonly Dictionary<string, List<double>> seconds = new(StringComparer.Ordinal);

    /// <param name="repeat">Times the work is done in one round, for work that is over too soon to be measured once.</param>
    public void Take(string who, bool counted, Action work, int repeat = 1)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeat; i++) work();
        if (counted) Add(who, Stopwatch.GetElapsedTime(start).TotalSeconds / repeat);
    }

    public void Add(string who, double took)
    {
        if (!seconds.TryGetValue(who, out var all)) seconds.Add(who, all = []);
        all.Add(took);
    }

    public double Median(string who)
    {
        var sorted = seconds[who].Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The slowest and the fastest round, as so much work a second.</summary>
    public double[] Range(string who, double work) => [Math.Round(work / seconds[who].Max()), Math.Round(work / seconds[who].Min())];

    /// <summary>The shortest and the longest round in seconds.</summary>
    public double[] Seconds(string who) => [Math.Round(seconds[who].Min(), 4), Math.Round(seconds[who].Max(), 4)];
}
