using System.Text.Json;
using CreditLoan.Domain.Models;
using CreditLoan.Ledger;
using CreditLoan.Scoring.Alignment;
using Column = CreditLoan.Scoring.Alignment.Column;

namespace CreditLoan.Jobs.Models;

/// <summary>To which parts of the population an enterprise belongs (分组): for fairness.</summary>
public sealed record Part(string Size, string District, string Industry);

/// <summary>The sample of a project, as far as it may be used, and what was left out of it (可用样本).</summary>
/// <param name="Parts">Size, district and industry of each row.</param>
/// <param name="Observed">The day of each row's features (观察日).</param>
public sealed record CheckedSample(FileCheck Check, Sample Sample, string[] Keys, Part[] Parts, DateOnly[] Observed)
{
    private sealed record StoredColumn(string Name, double?[]? Numbers, string?[]? Texts);

    private sealed record Stored(FileCheck Check, string Target, string[] Keys, byte[] Bad, Part[] Parts, DateOnly[]? Observed, StoredColumn[] Columns);

    /// <summary>The sample as it is recorded: whoever has this text and the seed gets the same run again.</summary>
    public string Write() => JsonSerializer.Serialize(new Stored(Check, Sample.Target, Keys, Sample.Bad, Parts, Observed, Array.ConvertAll(Sample.Columns, c => c switch
    {
        Column.Numbers n => new StoredColumn(n.Name, Array.ConvertAll(n.Values, v => double.IsNaN(v) ? null : (double?)v), Texts: null),
        Column.Categories t => new StoredColumn(t.Name, Numbers: null, Array.ConvertAll(t.Codes, code => code < 0 ? null : t.Levels[code])),
        _ => throw new System.Diagnostics.UnreachableException(),
    })), EventJson.Options);

    public static CheckedSample Read(string text)
    {
        var stored = JsonSerializer.Deserialize<Stored>(text, EventJson.Options)!;
        Column[] columns = Array.ConvertAll(stored.Columns, c => c.Numbers is { } numbers
            ? new Column.Numbers(c.Name, Array.ConvertAll(numbers, v => v ?? double.NaN))
            : (Column)Column.Categories.Of(c.Name, c.Texts!));
        return new CheckedSample(stored.Check, new Sample(stored.Target, columns, stored.Bad), stored.Keys, stored.Parts, stored.Observed ?? new DateOnly[stored.Keys.Length]);
    }
}
