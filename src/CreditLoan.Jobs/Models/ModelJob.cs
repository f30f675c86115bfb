using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Files.Models;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Profiles;
using CreditLoan.Scoring.Alignment;
using Column = CreditLoan.Scoring.Alignment.Column;
using Outcome = CreditLoan.Scoring.Alignment.Outcome;

namespace CreditLoan.Jobs.Models;

/// <summary>Brings a bank's labelled file and the platform's features together in the trusted room (数据安全屋样本对齐).</summary>
/// <remarks>
/// An enterprise takes part if it has a live consent to this bank for joint modelling that covers every class of data of the
/// project, and lets the platform compute its features. Features are those of the line's day of observation, or of the
/// project's: what became known later is not in them. The file is not kept; its hash is.
/// </remarks>
public sealed class ModelJob(Database database)
{
    public async Task<CheckedSample> Align(ModelProposal proposal, LabelledFile file, DateOnly today)
    {
        var repeated = file.Lines.GroupBy(l => l.Enterprise).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        var single = file.Lines.Where(l => !repeated.Contains(l.Enterprise)).ToArray();
        var consented = await Consented(proposal, today);
        var allowed = single.Where(l => consented.Contains(l.Enterprise)).ToArray();

        // Each as of its own day, and nobody later than the project's.
        var days = allowed.ToDictionary(l => l.Enterprise.Value, l => l.Observed is { } day && day < proposal.Target.AsOf ? day : proposal.Target.AsOf, StringComparer.Ordinal);
        var source = new RecordSource(database.Writer);
        // An enterprise that was founded after its day had nothing that could be known on it: such a label belongs to another one, or to another day.
        var records = allowed.GroupBy(l => days[l.Enterprise.Value]).SelectMany(g => source.Read([.. g.Select(l => l.Enterprise)], today, g.Key))
            .Where(r => r.Register?.FoundedOn is not { } founded || founded <= r.AsOf).OrderBy(r => r.Enterprise.Value, StringComparer.Ordinal).ToArray();
        var columns = proposal.Features.Select(key => ColumnOf(Features.Find(key)!, records)).ToArray();
        var aligned = Aligner.Align(proposal.Target.Name, Array.ConvertAll(records, r => r.Enterprise.Value), columns,
            [.. allowed.Select(l => new Outcome(l.Enterprise.Value, l.Bad))]);
        if (aligned is not Aligned.Joined joined)
            throw new InvalidOperationException("A feature of the platform's catalogue gives the outcome away: " + ((Aligned.Leaking)aligned).Leaks[0].Feature);

        var check = new FileCheck(file.Hash, file.Lines.Count, joined.Sample.Rows, joined.Sample.BadCount,
            WithoutConsent: single.Length - allowed.Length, WithoutProfile: joined.Unknown, Repeated: file.Lines.Count - single.Length);
        var parts = await Parts(joined.Keys);
        return new CheckedSample(check, joined.Sample, joined.Keys, Array.ConvertAll(joined.Keys, key => parts[key]), Array.ConvertAll(joined.Keys, key => days[key]));
    }

    /// <summary>Size, district and industry by enterprise.</summary>
    private async Task<Dictionary<string, Part>> Parts(string[] keys)
    {
        await using var command = database.Writer.CreateCommand("select code, coalesce(size, ''), coalesce(district, ''), coalesce(section, '') from enterprise_book where code = any($1)");
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = keys });
        await using var reader = await command.ExecuteReaderAsync();
        var parts = keys.ToDictionary(k => k, _ => new Part("", "", ""), StringComparer.Ordinal);
        while (await reader.ReadAsync()) parts[reader.GetString(0)] = new Part(reader.GetString(1), reader.GetString(2), reader.GetString(3));
        return parts;
    }

    /// <summary>Enterprises with a live consent to the bank for joint modelling that covers every class.</summary>
    private async Task<HashSet<EnterpriseCode>> Consented(ModelProposal proposal, DateOnly today)
    {
        var asBank = new Viewer(proposal.Proposer, Role.BankOfficer, proposal.Bank.Value);
        return [.. (await new ConsentQueries(database.Reader).All(asBank))
            .Where(c => c.Purpose == Purpose.JointModelling && c.IsLive(today) && Array.TrueForAll(proposal.Classes, c.Terms.Covers)).Select(c => c.Enterprise)];
    }

    private static Column ColumnOf(Feature feature, RecordsAsOf[] records) => ColumnOf(feature, Array.ConvertAll(records, feature.Of));

    /// <summary>The values of a feature as a column: numbers, or texts where it has grades or flags.</summary>
    internal static Column ColumnOf(Feature feature, FeatureValue?[] values)
    {
        return Array.TrueForAll(values, v => v is null or FeatureValue.Number)
            ? new Column.Numbers(feature.Key, Array.ConvertAll(values, v => v is FeatureValue.Number n ? (double)n.Value : double.NaN))
            : Column.Categories.Of(feature.Key, values.Select(v => v?.ToString()));
    }
}
