using CreditLoan.Domain.Access;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Profiles;

public static class AppealSlice
{
    public static readonly Slice Slice = new Slice<AppealEvent>("appeal")
        .Event<AppealEvent.Filed>("appeal_filed")
        .Event<AppealEvent.Answered>("appeal_answered")
        .Event<AppealEvent.Withdrawn>("appeal_withdrawn")
        .Keep(AppealBook.View);
}

/// <summary>Reads appeals: an enterprise its own, the platform all.</summary>
public sealed class AppealQueries(Reader reader)
{
    public Task<IReadOnlyList<AppealRow>> Of(Viewer viewer, EnterpriseCode enterprise) =>
        reader.Rows<AppealRow>(viewer, $"select * from appeal_book where enterprise = {enterprise} order by filed_on desc, appeal desc");

    /// <summary>What waits for an answer first, by deadline.</summary>
    public Task<IReadOnlyList<AppealRow>> All(Viewer viewer, int most) =>
        reader.Rows<AppealRow>(viewer, $"select * from appeal_book order by case stage when 'Open' then 0 else 1 end, case stage when 'Open' then answer_by end, ended_on desc limit {most}");

    public Task<AppealRow?> Find(Viewer viewer, AppealId appeal) => reader.Row<AppealRow>(viewer, $"select * from appeal_book where appeal = {appeal}");
}
