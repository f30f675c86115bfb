using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Dev;

/// <summary>Made-up content for the gallery of components.</summary>
public static class GallerySamples
{
    public sealed record Row(int Left, string Name, Money Amount, string Stage);

    public static readonly IReadOnlyList<Todo> Todos = Todo.InOrder(
    [
        new("补充 5–7 月对公流水", "南屏银行·设备贷", new DateOnly(2026, 8, 25), 4, "上传流水", "#"),
        new("签署流动资金贷款合同", "澜江银行·信易流水贷·300.00 万元", new DateOnly(2026, 8, 21), 2, "签署合同", "#"),
    ]);

    public static readonly IReadOnlyList<TimelineStep> Steps =
    [
        new(StepState.Past, "提交申请", "8月4日 10:12", "您申请 300 万元，12 个月，用于采购原材料"),
        new(StepState.Past, "银行受理", "8月5日 09:40", "用了 1 个工作日（时限 2 个）"),
        new(StepState.Now, "签署合同", "8月21日前", "轮到您。到期未签，批复失效") { Mine = b => b.AddMarkupContent(0, "<a class=\"btn do\" href=\"#\">签署合同</a>") },
        new(StepState.Ahead, "放款", "签约后 3 个工作日内"),
    ];

    public static readonly IReadOnlyList<FigureItem> Figures =
        [new("贷款余额", "180.00", "万元", "#"), new("8月25日应还", "5,775.00", "元", "#")];

    public static readonly string[] Months = [.. Enumerable.Range(1, 12).Select(m => $"{m}月")];
    public static readonly decimal[] Actual = [74, 123, 206, 279, 355, 437, 504];
    public static readonly decimal[] Target = [80, 136, 216, 296, 376, 460, 536, 600, 664, 720, 764, 800];

    public static readonly Bar[] Funnel =
        [new("注册", 28_640, "28,640", null, null, "#"), new("有效授权", 13_892, "13,892", "48.5%", null, "#"), new("获得授信", 4_306, "4,306", "31.0%", 6_000, "#")];

    public static readonly WaterfallStep[] Balance =
    [
        new("年初拨入", 150_000m, "150,000.00", IsSum: true), new("已拨付补偿", -32_186.4m, "−32,186.40"), new("追偿返还", 1_228.95m, "+1,228.95"),
        new("账面余额", 119_042.55m, "119,042.55", IsSum: true), new("已批待拨", -5_317m, "−5,317.00", Reserved: true), new("可用", 113_725.55m, "113,725.55", IsSum: true),
    ];

    private static readonly Row[] All =
        [.. Enumerable.Range(0, 42).Select(i => new Row(i / 4 - 1, $"示例企业 {i + 1:00}", Money.Wan(60 + i * 37 % 400), i % 2 == 0 ? "待受理" : "审批中"))];

    public static Task<TablePage<Row>> Load(TableQuery query)
    {
        var rows = All.Where(r => (query["stage"] is not { } stage || r.Stage == stage) && (query["q"] is not { } q || r.Name.Contains(q, StringComparison.Ordinal)));
        rows = query.Sort is "amount" ? rows.OrderBy(r => r.Amount) : rows.OrderBy(r => r.Left);
        if (query.Descending) rows = rows.Reverse();
        var all = rows.ToArray();
        return Task.FromResult(new TablePage<Row>([.. all.Skip((query.Page - 1) * query.Size).Take(query.Size)], all.Length));
    }
}
