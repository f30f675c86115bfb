using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Ledger.Loans;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.CreditLines;

namespace CreditLoan.Portal.Enterprises;

/// <summary>What an enterprise's landing page says about its applications and loans.</summary>
public static class EnterpriseHomeWords
{
    /// <summary>The applications at work: what waits for the enterprise first, then the nearest deadline.</summary>
    public static IReadOnlyList<CaseRow> Busy(IReadOnlyList<CaseRow> lines) =>
    [
        .. lines.Where(l => CreditLineQueries.AtWork.Contains(l.Stage))
            .OrderByDescending(l => Mine(l) is not null).ThenBy(l => l.DueOn ?? DateOnly.MaxValue).ThenBy(l => l.Line.Value, StringComparer.Ordinal),
    ];

    public static string Headline(CaseRow row) => row.Stage switch
    {
        CreditLineStage.Offered => $"{Words.WanPlain(row.GrantedLimit!.Value)} 万元已批，等您签约",
        CreditLineStage.AwaitingMore => $"{Words.WanPlain(row.Amount)} 万元，银行等您补充材料",
        CreditLineStage.Requested => $"{Words.WanPlain(row.Amount)} 万元，等银行受理",
        _ => $"{Words.WanPlain(row.Amount)} 万元，{CreditLineWords.Stage(row.Stage)}",
    };

    /// <summary>The button where the next step is the enterprise's.</summary>
    public static string? Mine(CaseRow row) => row.Stage switch
    {
        CreditLineStage.Offered => "看合同并签约",
        CreditLineStage.AwaitingMore => "补充材料",
        _ => null,
    };

    public static IReadOnlyList<FigureItem> Figures(IReadOnlyList<LoanListRow> loans, IReadOnlyList<CaseRow> lines)
    {
        var owed = loans.Where(l => l.Outstanding.IsPositive).ToList();
        var available = Money.Sum(lines.Where(l => l.Stage == CreditLineStage.Open).Select(l => l.Available ?? Money.Zero));
        return
        [
            new("贷款余额", Words.Wan(Money.Sum(owed.Select(l => l.Outstanding))), "万元", "/enterprise/loans", owed.Count == 0 ? "没有未还的贷款" : $"{owed.Count} 笔"),
            new("可用额度", Words.Wan(available), "万元", "/enterprise/loans"),
        ];
    }
}
