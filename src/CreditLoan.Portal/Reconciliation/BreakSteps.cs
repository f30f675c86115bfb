using CreditLoan.Domain.Access;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Reconciliation;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Reconciliation;

/// <summary>What a step in a break's life said, in one line, and which records may have put the platform right.</summary>
public static class BreakSteps
{
    public static string? Said(object happened, Colleagues.Office people) => happened switch
    {
        BreakEvent.Found e => $"核对时日志位置 {Words.Count(e.LogPosition)}",
        BreakEvent.Assigned e => $"{RoleWords.Person(e.To, people)}，应于 {Words.Date(e.Until.Day)} 前了结",
        BreakEvent.Proposed e => $"{BreakWords.Of(e.Way)}，{BreakWords.Of(e.Reason)}：{e.Words}",
        BreakEvent.Declined e => e.Words,
        BreakEvent.SentBack e => $"{Words.Date(e.ReplyBy.Day)} 前回复或重报",
        BreakEvent.Answered e => e.Words,
        _ => null,
    };

    /// <summary>What a break's fields call by code, in words: its schemes, and the file that spoke before.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Names(ReconciliationQueries queries, Viewer viewer, BreakRow row, IReadOnlyList<(string Code, string Name)> schemes)
    {
        var names = schemes.ToDictionary(s => s.Code, s => s.Name, StringComparer.Ordinal);
        foreach (var stream in row.Fields.Select(f => f.Ours).Where(v => v.StartsWith("bank-file/", StringComparison.Ordinal)))
            if (await queries.File(viewer, stream) is { } file) names[stream] = $"{file.Name}，{Words.Date(file.ReceivedOn)} 收到";
        return names;
    }

    /// <summary>The enrolments and claims of a break's loan, to be opened beside it.</summary>
    public static async Task<IReadOnlyList<(string Href, string Label)>> Related(ReconciliationQueries queries, Viewer viewer, BreakRow row) =>
        [.. (await queries.StreamsOf(viewer, new BankCode(row.Bank), row.Number)).Select(stream => stream.Split('/', 2) switch
        {
            ["enrolment", var id] => ($"/pool/enrolments/{id}", "入库"),
            ["claim", var id] => ($"/pool/claims/{id}", $"补偿申请 {id}"),
            _ => default,
        }).Where(link => link.Item1 is not null).OrderByDescending(link => link.Item1, StringComparer.Ordinal)];

    /// <summary>What was recorded on the loan, its enrolments and its claims after a break was found, the latest first: one of these put the platform right.</summary>
    public static async Task<IReadOnlyList<(string Value, string Label)>> Corrections(EventStore store, ReconciliationQueries queries, Viewer viewer, BreakRow row)
    {
        var events = new List<StoredEvent>();
        foreach (var stream in await queries.StreamsOf(viewer, new BankCode(row.Bank), row.Number)) events.AddRange(await store.History(stream));
        return [.. events.Where(e => e.Sequence > row.LogPosition).OrderByDescending(e => e.Sequence)
            .Select(e => ($"{e.Stream}@{e.Version}", $"{BreakWords.Record(e.StreamType)}第 {e.Version} 号记录，{Words.Moment(e.RecordedAt)}"))];
    }
}
