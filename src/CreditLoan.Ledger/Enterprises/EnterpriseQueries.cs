using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Enterprises;

/// <summary>Reads the register of enterprises.</summary>
public sealed class EnterpriseQueries(Reader reader)
{
    /// <summary>One enterprise; null where there is none or the viewer may not know it.</summary>
    public Task<EnterpriseRow?> Find(Viewer viewer, EnterpriseCode code) =>
        reader.Row<EnterpriseRow>(viewer, $"select * from enterprise_book where code = {code}");

    /// <summary>Codes that fail the check and wait for a second person, the oldest first.</summary>
    public Task<IReadOnlyList<EnterpriseRow>> ToReview(Viewer viewer) =>
        reader.Rows<EnterpriseRow>(viewer, $"select * from enterprise_book where stage = {EnterpriseStage.CodeUnderReview} order by changed_at");
}
