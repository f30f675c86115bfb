namespace CreditLoan.Domain.Bureau;

/// <summary>A registered figure of the bureau (监测指标); 授信, 放款 and 余额 are three, never one.</summary>
public enum Metric
{
    /// <summary>Limits granted (授信额).</summary>
    Granted,
    /// <summary>Loans paid out (放款额).</summary>
    Disbursed,
    /// <summary>Principal still owed (贷款余额).</summary>
    Outstanding,
}

/// <summary>What a figure means and where it comes from (指标口径), shown wherever the figure is.</summary>
/// <param name="Name">Its name on the page.</param>
/// <param name="Meaning">What counts, in one sentence.</param>
/// <param name="Rule">How it is counted: what is a flow, what is a stock, what is restated.</param>
/// <param name="Source">The facts it is made of.</param>
public sealed record MetricDefinition(Metric Metric, string Name, string Meaning, string Rule, string Source)
{
    /// <summary>All registered figures, in the order they are shown.</summary>
    public static readonly IReadOnlyList<MetricDefinition> All =
    [
        new(Metric.Disbursed, "放款", "银行实际发放的借据本金", "按借据计，一笔借据只计一次；续贷计入放款流量；更正按更正后的数重报原月份", "银行报送的放款、放款更正"),
        new(Metric.Granted, "授信", "银行批准的授信额度", "按授信计，未签约的也计入，过期不扣减；与放款分列，不相加", "银行批准授信的决定"),
        new(Metric.Outstanding, "余额", "尚未归还的借据本金", "时点数：放款减本金归还，减核销；核销后收回不增加余额", "银行报送的放款、还款、核销"),
    ];

    public static MetricDefinition Of(Metric metric) => All.First(d => d.Metric == metric);
}
