using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Products;

/// <summary>A fee as it is written: a share in per cent, or an amount in yuan.</summary>
public sealed class FeeForm
{
    public string Name { get; set; } = "";
    public FeeKind Kind { get; set; } = FeeKind.YearlyShare;
    public decimal Value { get; set; }

    public Fee Fee => Kind == FeeKind.OnceAmount ? new(Name.Trim(), Kind, Share.None, Money.Yuan(Value)) : new(Name.Trim(), Kind, Share.Percent(Value), Money.Zero);

    public static FeeForm Of(Fee fee) => new() { Name = fee.Name, Kind = fee.Kind, Value = fee.Kind == FeeKind.OnceAmount ? fee.Amount.InYuan : fee.Share.InPercent };
}

/// <summary>A rule as it is chosen: field, comparison, and one number or several options.</summary>
public sealed class RuleForm
{
    public string Field { get; set; } = Fields.All[5].Key;
    public Comparison Comparison { get; set; } = Comparison.AtLeast;
    public string Number { get; set; } = "";
    public HashSet<string> Options { get; set; } = [];

    public Domain.Products.Field Of => Fields.Find(Field)!;

    public bool IsOne => Of.Kind is FieldKind.Scale && Comparison is Comparison.AtLeast or Comparison.AtMost;

    public Rule Rule => Of.Kind switch
    {
        FieldKind.Number => new Rule(Field, Comparison, Number.Trim()),
        FieldKind.Flag => new Rule(Field, Comparison),
        _ => new Rule(Field, Comparison, [.. Of.Options.Select(o => o.Value).Where(Options.Contains)]),
    };

    /// <summary>Another field begins anew with its first comparison.</summary>
    public void Choose(string field)
    {
        (Field, Number, Options) = (field, "", []);
        Comparison = Rule.ComparisonsOf(Of.Kind)[0];
    }

    public void Toggle(string option)
    {
        if (IsOne) Options = [option];
        else if (!Options.Remove(option)) Options.Add(option);
    }

    public static RuleForm From(Rule rule) => new()
    {
        Field = rule.Field, Comparison = rule.Comparison,
        Number = Fields.Find(rule.Field)?.Kind is FieldKind.Number ? rule.Values[0] : "",
        Options = [.. rule.Values],
    };
}

/// <summary>A product's terms as its bank writes them; kept as a draft at each change.</summary>
public sealed class ProductForm
{
    public string Number { get; set; } = "";
    public string Name { get; set; } = "";
    public string Summary { get; set; } = "";
    public LprTenor Tenor { get; set; } = LprTenor.OneYear;
    public int From { get; set; } = 50;
    public int To { get; set; } = 150;
    public decimal MinWan { get; set; } = 10;
    public decimal MaxWan { get; set; } = 300;
    public int MinMonths { get; set; } = 3;
    public int MaxMonths { get; set; } = 12;
    public HashSet<RepaymentMethod> Methods { get; set; } = [RepaymentMethod.InterestFirst];
    public HashSet<Security> Securities { get; set; } = [Security.Unsecured];
    public HashSet<LoanPurpose> Purposes { get; set; } = [];
    public List<FeeForm> Fees { get; set; } = [];
    public List<RuleForm> Rules { get; set; } = [];
    public DateOnly Until { get; set; }

    public ProductTerms Terms => new(
        Name, Summary, new Price(Tenor, From, To), [.. Fees.Select(f => f.Fee)], Money.Wan(MinWan), Money.Wan(MaxWan), MinMonths, MaxMonths,
        [.. Methods.Order()], [.. Securities.Order()], [.. Purposes.Order()], [.. Rules.Select(r => r.Rule)], Until);

    public static ProductForm Of(ProductRow row) => new()
    {
        Number = row.Number, Name = row.Name, Summary = row.Terms.Summary, Tenor = row.Terms.Price.Tenor, From = row.Terms.Price.From, To = row.Terms.Price.To,
        MinWan = row.Terms.MinAmount.InWan, MaxWan = row.Terms.MaxAmount.InWan, MinMonths = row.Terms.MinMonths, MaxMonths = row.Terms.MaxMonths,
        Methods = [.. row.Terms.Methods], Securities = [.. row.Terms.Securities], Purposes = [.. row.Terms.Purposes],
        Fees = [.. row.Terms.Fees.Select(FeeForm.Of)], Rules = [.. row.Terms.Rules.Select(RuleForm.From)], Until = row.Until,
    };

    public void Check(FormErrors errors, DateOnly today)
    {
        errors.Clear();
        errors.Add("number", "产品编号", Number.Length is > 0 and <= 20 && Number.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? null : "字母、数字和短横线，不超过 20 位")
            .Add("name", "产品名称", Name.Trim().Length > 0 ? null : "填写名称")
            .Add("summary", "说明", Summary.Trim().Length > 0 ? null : "一两句话：给谁、有什么特点")
            .Add("from", "利率", From <= To ? null : "下限不能高于上限")
            .Add("min", "金额", MinWan > 0 && MinWan <= MaxWan ? null : "最低大于 0，且不高于最高")
            .Add("min-months", "期限", MinMonths >= 1 && MinMonths <= MaxMonths && MaxMonths <= 120 ? null : "1 至 120 个月，最短不长于最长")
            .Add("methods", "还款方式", Methods.Count > 0 ? null : "至少选一种")
            .Add("securities", "担保方式", Securities.Count > 0 ? null : "至少选一种")
            .Add("until", "上架有效期", Until > today && Until <= today.AddYears(1) ? null : $"选 {today.AddDays(1):yyyy-MM-dd} 至 {today.AddYears(1):yyyy-MM-dd} 之间的一天");
        for (var i = 0; i < Rules.Count; i++) errors.Add($"rule-{i}", $"第 {i + 1} 条规则", Rules[i].Rule.Problem());
    }
}
