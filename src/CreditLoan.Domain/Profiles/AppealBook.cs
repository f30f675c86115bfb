using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>Where an appeal stands (办理状态).</summary>
public enum AppealStage { Open, Upheld, Dismissed, Withdrawn }

/// <summary>One appeal as the enterprise and the platform see it (异议与复核台账).</summary>
public sealed record AppealRow(
    AppealId Appeal, EnterpriseCode Enterprise, AppealKind Kind, string About, string Reason, AppealStage Stage, DateOnly FiledOn, DateOnly AnswerBy, DateOnly? EndedOn, string? Words);

/// <summary>All appeals (异议与复核台账).</summary>
public static class AppealBook
{
    public static readonly View<AppealRow, AppealEvent> View = new("appeal_book", Fold);

    private static AppealRow? Fold(AppealRow? row, AppealEvent happened) => (row, happened) switch
    {
        (null, AppealEvent.Filed e) => new AppealRow(e.Appeal, e.Enterprise, e.Kind, e.About, e.Reason, AppealStage.Open, e.On, e.AnswerBy, EndedOn: null, Words: null),
        ({ } r, AppealEvent.Answered e) => r with { Stage = e.Upheld ? AppealStage.Upheld : AppealStage.Dismissed, EndedOn = e.On, Words = e.Words },
        ({ } r, AppealEvent.Withdrawn e) => r with { Stage = AppealStage.Withdrawn, EndedOn = e.On },
        _ => row,
    };
}
