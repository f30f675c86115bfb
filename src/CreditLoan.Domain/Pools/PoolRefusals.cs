using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Why a pool says no.</summary>
public static class PoolRefusals
{
    public static readonly Refusal NotOpen = new("pool.not_open", "该年度资金池没有开启或已结转。");
    public static readonly Refusal OpenAlready = new("pool.open_already", "该年度资金池已经开启。");
    public static readonly Refusal AmountNotPositive = new("pool.amount_not_positive", "金额须大于零。");
    public static readonly Refusal VoucherMissing = new("pool.voucher_missing", "请填写银行凭证号。");
    public static readonly Refusal NothingLeft = new("pool.nothing_left", "按限额核对后已无可补偿金额。");
    public static readonly Refusal ReleaseInstead = new("pool.release_instead", "待拨款项请用“撤销批准”释放，不能直接更正。");
    public static readonly Refusal NotPaidForClaim = new("pool.not_paid_for_claim", "更正补偿支出须指明申请编号，且不超过该申请已拨金额。");
    public static readonly Refusal PayAnew = new("pool.pay_anew", "这笔补偿已冲回，不能再冲正；请重新申请和批准。");
    public static readonly Refusal NotProRata = new("pool.not_pro_rata", "该机制的规则不是按比例分配。");
    public static readonly Refusal NothingWaits = new("pool.nothing_waits", "没有因额度不足而等待分配的申请。");
    public static Refusal AboveLoss(Money left) => new("pool.above_loss", $"各机制合计不能超过损失，余 {left} 元。");
    public static Refusal YearRuns(int year) => new("pool.year_runs", $"{year} 年度还没有结束，12 月 31 日起可以结转。");
    public static Refusal YearBeforeOpen(int year) => new("pool.year_before_open", $"{year} 年度还没有结转，请先结转。");
    public static Refusal ClaimedAlready(string claim) => new("pool.claimed_already", $"{claim} 已经占用过额度，不能重复。");
    public static Refusal NothingReserved(string claim) => new("pool.nothing_reserved", $"{claim} 没有待拨的款项。");
    public static Refusal BankSuspended(BankCode bank, DateOnly until) => new("pool.bank_suspended", $"银行 {bank} 年度损失超过停补线，暂缓补偿至 {until:yyyy-MM-dd}。");
    public static Refusal GuarantorSuspended(Guarantor guarantor, DateOnly until) => new("pool.guarantor_suspended", $"{guarantor.Name}年度代偿率超过停补线，暂缓补偿至 {until:yyyy-MM-dd}。");
    public static Refusal CashShort(Money left) => new("pool.cash_short", $"池内可用 {left} 元，不足以支付，请先拨入资金。");
    public static Refusal NoSuchVoucher(int voucher) => new("pool.no_voucher", $"没有第 {voucher} 号凭证。");
    public static Refusal CorrectionTooLarge(Money posted) => new("pool.correction_too_large", $"更正金额不能超过原分录 {posted} 元。");
    public static Refusal PaymentsWaiting(Money amount) => new("pool.payments_waiting", $"还有 {amount} 元已批待拨，请先拨付或撤销。");
}
