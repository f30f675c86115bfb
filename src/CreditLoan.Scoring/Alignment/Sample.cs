namespace CreditLoan.Scoring.Alignment;

/// <summary>Features and outcomes of the same enterprises, row by row (建模样本).</summary>
/// <param name="Target">The outcome's name, for example 是否违约.</param>
/// <param name="Bad">1 where the outcome is bad (坏样本), 0 where it is good.</param>
public sealed record Sample(string Target, Column[] Columns, byte[] Bad)
{
    public int Rows => Bad.Length;
    public int BadCount => Bad.Count(b => b == 1);
    public double BadRate => (double)BadCount / Rows;

    public Sample At(int[] rows) =>
        this with { Columns = Array.ConvertAll(Columns, c => c.At(rows)), Bad = Array.ConvertAll(rows, r => Bad[r]) };
}

/// <summary>Brings the platform's features and the bank's outcomes to the same rows (样本对齐).</summary>
/// <remarks>
/// The first of six phases: align, bin, fit, validate, approve, score. In the trusted room (数据安全屋) both lists lie
/// open, so a look-up does it; a protocol that hides the lists takes this phase's place and leaves the others as they are.
/// </remarks>
public static class Aligner
{
    /// <summary>The rows that both sides know, in the order of the outcomes; an enterprise named twice by the bank stays out.</summary>
    public static Aligned Align(string target, string[] keys, Column[] columns, IReadOnlyList<Outcome> outcomes)
    {
        var leaks = Leaks.Among(target, columns.Select(c => c.Name));
        if (leaks.Length > 0) return new Aligned.Leaking(leaks);

        var rowOf = new Dictionary<string, int>(keys.Length, StringComparer.Ordinal);
        for (var row = 0; row < keys.Length; row++) rowOf.Add(keys[row], row);
        var named = outcomes.GroupBy(o => o.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

        var kept = outcomes.Where(o => named[o.Key] == 1 && rowOf.ContainsKey(o.Key)).ToArray();
        var rows = Array.ConvertAll(kept, o => rowOf[o.Key]);
        var sample = new Sample(target, Array.ConvertAll(columns, c => c.At(rows)), Array.ConvertAll(kept, o => o.Bad ? (byte)1 : (byte)0));
        return new Aligned.Joined(sample, Array.ConvertAll(kept, o => o.Key),
            Unknown: outcomes.Count(o => named[o.Key] == 1 && !rowOf.ContainsKey(o.Key)),
            Repeated: outcomes.Count(o => named[o.Key] > 1));
    }
}

/// <summary>What became of one enterprise, as its bank reports it (样本标签).</summary>
public readonly record struct Outcome(string Key, bool Bad);

/// <summary>What the alignment found (对齐结果).</summary>
public abstract record Aligned
{
    private Aligned() { }

    /// <param name="Unknown">Outcomes of enterprises without features.</param>
    /// <param name="Repeated">Lines that name an enterprise more than once.</param>
    public sealed record Joined(Sample Sample, string[] Keys, int Unknown, int Repeated) : Aligned;

    /// <summary>A feature gives the outcome away, so there is no sample.</summary>
    public sealed record Leaking(Leak[] Leaks) : Aligned;
}
