using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Consents;

/// <summary>Reads consents: an enterprise's own, or those that name the viewer's bank.</summary>
public sealed class ConsentQueries(Reader reader)
{
    /// <summary>All that the viewer may see: what waits for an answer first, then what holds, then the rest, the newest first.</summary>
    public Task<IReadOnlyList<ConsentRow>> All(Viewer viewer) => reader.Rows<ConsentRow>(viewer, $"""
        select * from consent_book
        order by case status when 'Requested' then 0 when 'Active' then 1 when 'Paused' then 2 else 3 end, coalesce(granted_on, requested_on) desc, consent
        """);

    public Task<ConsentRow?> Find(Viewer viewer, ConsentId consent) =>
        reader.Row<ConsentRow>(viewer, $"select * from consent_book where consent = {consent}");

    /// <summary>The words of the notice with this digest; none where they were not kept.</summary>
    public async Task<IReadOnlyList<string>> Words(Viewer viewer, string hash) =>
        (await reader.Row<NoticeRow>(viewer, $"select words from consent_notice where hash = {hash}"))?.Words ?? [];

    private sealed record NoticeRow(string[] Words);

    /// <summary>The consent to the platform that holds or rests; null where there is none.</summary>
    public Task<ConsentRow?> Platform(Viewer viewer, EnterpriseCode enterprise) => Standing(viewer, enterprise, Recipient.Platform, Purpose.Matching);

    /// <summary>The consent that holds or rests for a recipient and a purpose.</summary>
    public Task<ConsentRow?> Standing(Viewer viewer, EnterpriseCode enterprise, Recipient recipient, Purpose purpose) => reader.Row<ConsentRow>(viewer, $"""
        select * from consent_book
        where enterprise = {enterprise} and recipient = {recipient.Value} and purpose = {purpose} and status in ('Active', 'Paused')
        """);
}
