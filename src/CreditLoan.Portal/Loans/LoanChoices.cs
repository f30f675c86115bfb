using CreditLoan.Domain.Loans;
using CreditLoan.Ledger.Loans;

namespace CreditLoan.Portal.Loans;

/// <summary>What a bank may report about a loan at each stage, the usual one first; the decisions say the same and hold.</summary>
public enum LoanAct { Repay, Prepay, Overdue, Reclassify, Renew, Extend, WriteOff, Recover, CorrectDisbursement, CorrectRepayment, Reverse }

public static class LoanChoices
{
    /// <param name="approves">Only an approver extends, writes off and corrects.</param>
    public static LoanAct[] Of(LoanListRow row, bool approves)
    {
        LoanAct[] daily = row.Stage switch
        {
            LoanStage.Running => [LoanAct.Repay, LoanAct.Prepay, LoanAct.Overdue, LoanAct.Reclassify, LoanAct.Renew],
            LoanStage.Overdue => [LoanAct.Repay, LoanAct.Overdue, LoanAct.Reclassify],
            LoanStage.WrittenOff => [LoanAct.Recover],
            _ => [],
        };
        if (!approves) return daily;
        var repaid = row.Outstanding != row.Principal || row.InterestPaid.IsPositive;
        return row.Stage switch
        {
            LoanStage.Running or LoanStage.Overdue =>
            [
                .. daily, LoanAct.Extend, .. row.Grade.IsBad() ? [LoanAct.WriteOff] : Array.Empty<LoanAct>(),
                LoanAct.CorrectDisbursement, repaid ? LoanAct.CorrectRepayment : LoanAct.Reverse,
            ],
            LoanStage.Settled => [LoanAct.CorrectRepayment],
            _ => daily,
        };
    }

    public static string Word(LoanAct act) => act switch
    {
        LoanAct.Repay => "登记还款",
        LoanAct.Prepay => "登记提前还款",
        LoanAct.Overdue => "登记逾期",
        LoanAct.Reclassify => "调整五级分类",
        LoanAct.Renew => "续贷（无还本）",
        LoanAct.Extend => "展期",
        LoanAct.WriteOff => "核销",
        LoanAct.Recover => "登记追偿回收",
        LoanAct.CorrectDisbursement => "更正放款",
        LoanAct.CorrectRepayment => "更正或冲销还款",
        LoanAct.Reverse => "放款冲正",
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "Unknown act."),
    };
}
