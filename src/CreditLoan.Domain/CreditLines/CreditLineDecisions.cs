using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.CreditLines;

/// <summary>What may happen to a credit line.</summary>
/// <remarks>
/// Deadlines in working days: taken up within 2 of the application; the enterprise contacted within 3 and answered within 10 of
/// that; an offer signed within 10. Above 24 % a year a court reduces a financial loan's cost (法发〔2017〕22号第二条).
/// </remarks>
public static class CreditLineDecisions
{
    public const int DaysToAccept = 2;
    public const int DaysToContact = 3;
    public const int DaysToDecide = 10;
    public const int DaysToSign = 10;
    private static readonly Rate HighestRate = Rate.Percent(24);

    /// <summary>Applies to a bank (提交申请).</summary>
    public static Decision<CreditLineEvent> Request(CreditLine line, Application asked, Borrower borrower, Actor by, DateOnly on, WorkingCalendar calendar) => line switch
    {
        _ when by.Tenant != asked.Enterprise.Value => CreditLineRefusals.NotYours,
        _ when !IsAgent(by) => CreditLineRefusals.NotAgent,
        not CreditLine.Unknown => CreditLineRefusals.NumberTaken,
        _ when !asked.Amount.IsPositive => CreditLineRefusals.AmountMissing,
        _ when asked.TermMonths is < 1 or > 120 => CreditLineRefusals.TermOutOfRange,
        _ when !Enum.IsDefined(asked.Purpose) => CreditLineRefusals.PurposeMissing,
        _ => new CreditLineEvent.Requested(asked, borrower, on, calendar.Add(on, DaysToAccept)),
    };

    /// <summary>Takes an application up (受理).</summary>
    public static Decision<CreditLineEvent> TakeUp(CreditLine line, Actor by, DateOnly on, WorkingCalendar calendar) => line switch
    {
        CreditLine.Applied l when !IsBank(by, l.Application.Bank) => CreditLineRefusals.NotYours,
        CreditLine.Requested => new CreditLineEvent.TakenUp(by.Account, on, calendar.Add(on, DaysToContact), calendar.Add(on, DaysToDecide)),
        CreditLine.UnderReview => CreditLineRefusals.AlreadyTakenUp,
        CreditLine.Unknown => CreditLineRefusals.NotYours,
        _ => CreditLineRefusals.Decided,
    };

    /// <summary>Gives the case to another officer (改派).</summary>
    public static Decision<CreditLineEvent> Assign(CreditLine line, string officer, Actor by, DateOnly on) => Reviewing(line, by) switch
    {
        { } refusal => refusal,
        null when string.IsNullOrWhiteSpace(officer) => CreditLineRefusals.OfficerMissing,
        null => new CreditLineEvent.Assigned(officer, on),
    };

    /// <summary>Notes that the bank spoke with the enterprise (联系企业).</summary>
    public static Decision<CreditLineEvent> Contact(CreditLine line, string words, Actor by, DateOnly on) => Reviewing(line, by) switch
    {
        { } refusal => refusal,
        null when string.IsNullOrWhiteSpace(words) => CreditLineRefusals.WordsMissing,
        null => new CreditLineEvent.Contacted(words.Trim(), on),
    };

    /// <summary>Asks the enterprise for more (要求补充).</summary>
    public static Decision<CreditLineEvent> AskForMore(CreditLine line, string what, Actor by, DateOnly on) => Reviewing(line, by) switch
    {
        { } refusal => refusal,
        null when line is CreditLine.UnderReview { Missing: not null } => CreditLineRefusals.WaitsForEnterprise,
        null when string.IsNullOrWhiteSpace(what) => CreditLineRefusals.WordsMissing,
        null => new CreditLineEvent.MoreAsked(what.Trim(), on),
    };

    /// <summary>Supplies what the bank asked for (补充材料); the working days that it took do not count against the bank.</summary>
    public static Decision<CreditLineEvent> Supply(CreditLine line, string words, Actor by, DateOnly on, WorkingCalendar calendar) => line switch
    {
        CreditLine.Applied l when by.Tenant != l.Application.Enterprise.Value => CreditLineRefusals.NotYours,
        CreditLine.Applied when !IsAgent(by) => CreditLineRefusals.NotAgent,
        CreditLine.UnderReview { Missing: null } or CreditLine.Requested => CreditLineRefusals.NothingMissing,
        CreditLine.UnderReview when string.IsNullOrWhiteSpace(words) => CreditLineRefusals.WordsMissing,
        CreditLine.UnderReview { Missing: { } missing } l =>
            new CreditLineEvent.Supplied(words.Trim(), on, calendar.Add(l.DecideBy.Day, calendar.Between(missing.Since, on))),
        CreditLine.Unknown => CreditLineRefusals.NotYours,
        _ => CreditLineRefusals.Decided,
    };

    /// <summary>Agrees to lend (授信批准).</summary>
    public static Decision<CreditLineEvent> Grant(CreditLine line, CreditTerms terms, Actor by, DateOnly on, WorkingCalendar calendar) => Reviewing(line, by) switch
    {
        { } refusal => refusal,
        null when !IsApprover(by) => CreditLineRefusals.NotApprover,
        null when line is CreditLine.UnderReview { Missing: not null } => CreditLineRefusals.WaitsForEnterprise,
        null when Problem(terms, on) is { } wrong => wrong,
        null => new CreditLineEvent.Granted(terms, on, calendar.Add(on, DaysToSign)),
    };

    /// <summary>Declines, with a reason that the enterprise reads (拒绝).</summary>
    public static Decision<CreditLineEvent> Decline(CreditLine line, DeclineReason reason, string words, Actor by, DateOnly on) => line switch
    {
        CreditLine.Applied l when !IsBank(by, l.Application.Bank) => CreditLineRefusals.NotYours,
        CreditLine.Requested or CreditLine.UnderReview when !IsApprover(by) => CreditLineRefusals.NotApprover,
        CreditLine.Requested or CreditLine.UnderReview when !Enum.IsDefined(reason) => CreditLineRefusals.ReasonMissing,
        CreditLine.Requested or CreditLine.UnderReview when reason == DeclineReason.Other && string.IsNullOrWhiteSpace(words) => CreditLineRefusals.OtherNeedsWords,
        CreditLine.Requested or CreditLine.UnderReview => new CreditLineEvent.Declined(reason, (words ?? "").Trim(), on),
        CreditLine.Unknown => CreditLineRefusals.NotYours,
        _ => CreditLineRefusals.Decided,
    };

    /// <summary>Takes the application back, or turns the offer down (撤回).</summary>
    public static Decision<CreditLineEvent> Withdraw(CreditLine line, string words, Actor by, DateOnly on) => line switch
    {
        CreditLine.Applied l when by.Tenant != l.Application.Enterprise.Value => CreditLineRefusals.NotYours,
        CreditLine.Applied when !IsAgent(by) => CreditLineRefusals.NotAgent,
        CreditLine.Requested or CreditLine.UnderReview or CreditLine.Offered => new CreditLineEvent.Withdrawn((words ?? "").Trim(), on),
        CreditLine.Open => CreditLineRefusals.CannotWithdraw,
        CreditLine.Unknown => CreditLineRefusals.NotYours,
        _ => CreditLineRefusals.Decided,
    };

    /// <summary>Accepts the terms and signs (签约): a new line, or new terms for an open one.</summary>
    public static Decision<CreditLineEvent> Sign(CreditLine line, Actor by, DateOnly on) => line switch
    {
        CreditLine.Applied l when by.Tenant != l.Application.Enterprise.Value => CreditLineRefusals.NotYours,
        CreditLine.Applied when by.Role != Role.LegalRepresentative => CreditLineRefusals.NotSigner,
        CreditLine.Offered l when on > l.SignBy.Day => CreditLineRefusals.OfferOver(l.SignBy.Day),
        CreditLine.Offered => new CreditLineEvent.Signed(by.Account, on),
        CreditLine.Open { Renewal: { } renewal } when on > renewal.SignBy.Day => CreditLineRefusals.OfferOver(renewal.SignBy.Day),
        CreditLine.Open { Renewal: { } renewal } l when renewal.Terms.Limit < l.Terms.Limit - l.Available => CreditLineRefusals.BelowUse(l.Terms.Limit - l.Available),
        CreditLine.Open { Renewal: { } renewal } => new CreditLineEvent.Renewed(renewal.Terms, by.Account, on),
        _ => CreditLineRefusals.NothingToSign,
    };

    /// <summary>Asks for money under the line (提款申请).</summary>
    public static Decision<CreditLineEvent> AskToDraw(CreditLine line, Money amount, string words, Actor by, DateOnly on) => line switch
    {
        CreditLine.Applied l when by.Tenant != l.Application.Enterprise.Value => CreditLineRefusals.NotYours,
        CreditLine.Applied when !IsAgent(by) => CreditLineRefusals.NotAgent,
        CreditLine.Open l when on > l.Terms.Until => CreditLineRefusals.Expired(l.Terms.Until),
        CreditLine.Open when !amount.IsPositive => CreditLineRefusals.AmountMissing,
        CreditLine.Open l when amount > l.Available => CreditLineRefusals.AboveAvailable(l.Available),
        CreditLine.Open => new CreditLineEvent.DrawingAsked(amount, (words ?? "").Trim(), on),
        CreditLine.Ended => CreditLineRefusals.Over,
        _ => CreditLineRefusals.NotSigned,
    };

    /// <summary>Sends a wish for money back with the reason (提款退回).</summary>
    public static Decision<CreditLineEvent> RefuseDrawing(CreditLine line, string words, Actor by, DateOnly on) => line switch
    {
        CreditLine.Applied l when !IsBank(by, l.Application.Bank) => CreditLineRefusals.NotYours,
        CreditLine.Open { Wish: not null } when string.IsNullOrWhiteSpace(words) => CreditLineRefusals.WordsMissing,
        CreditLine.Open { Wish: not null } => new CreditLineEvent.DrawingRefused(words.Trim(), on),
        _ => CreditLineRefusals.NothingAsked,
    };

    /// <summary>Draws part of the limit as one loan (提款); the loan's own stream begins beside it.</summary>
    public static Decision<CreditLineEvent> Draw(CreditLine line, LoanId loan, Money amount, DateOnly valueDate, Actor by) => line switch
    {
        CreditLine.Applied l when !IsBank(by, l.Application.Bank) || loan.Bank != l.Application.Bank => CreditLineRefusals.NotYours,
        CreditLine.Open l when valueDate < l.SignedOn => CreditLineRefusals.BeforeSigning(l.SignedOn),
        CreditLine.Open l when valueDate > l.Terms.Until => CreditLineRefusals.Expired(l.Terms.Until),
        CreditLine.Open when !amount.IsPositive => CreditLineRefusals.AmountMissing,
        CreditLine.Open l when amount > l.Available => CreditLineRefusals.AboveAvailable(l.Available),
        CreditLine.Open => new CreditLineEvent.Drawn(loan, amount, valueDate),
        CreditLine.Ended => CreditLineRefusals.Over,
        _ => CreditLineRefusals.NotSigned,
    };

    /// <summary>Frees what was repaid, where the line may be drawn again (额度恢复); another line is left as it is.</summary>
    public static Decision<CreditLineEvent> Restore(CreditLine line, LoanId loan, Money principal, DateOnly on) =>
        line is CreditLine.Open { Terms.Method: RepaymentMethod.Revolving } && principal.IsPositive
            ? new CreditLineEvent.Restored(loan, principal, on)
            : Array.Empty<CreditLineEvent>();

    /// <summary>Puts right what an earlier report said was in use (更正用信); a line that has ended is left as it is.</summary>
    public static Decision<CreditLineEvent> CorrectUse(CreditLine line, LoanId loan, Money change, DateOnly on) => line switch
    {
        CreditLine.Open l when l.Available + change < Money.Zero => CreditLineRefusals.AboveAvailable(l.Available),
        CreditLine.Open when !change.IsZero => new CreditLineEvent.UseCorrected(loan, change, on),
        _ => Array.Empty<CreditLineEvent>(),
    };

    /// <summary>Offers new terms for an open line (续授信).</summary>
    public static Decision<CreditLineEvent> Renew(CreditLine line, CreditTerms terms, Actor by, DateOnly on, WorkingCalendar calendar) => line switch
    {
        CreditLine.Applied l when !IsBank(by, l.Application.Bank) => CreditLineRefusals.NotYours,
        CreditLine.Open when !IsApprover(by) => CreditLineRefusals.NotApprover,
        CreditLine.Open when Problem(terms, on) is { } wrong => wrong,
        CreditLine.Open l when terms.Limit < l.Terms.Limit - l.Available => CreditLineRefusals.BelowUse(l.Terms.Limit - l.Available),
        CreditLine.Open => new CreditLineEvent.RenewalOffered(terms, on, calendar.Add(on, DaysToSign)),
        CreditLine.Ended => CreditLineRefusals.Over,
        _ => CreditLineRefusals.NotSigned,
    };

    /// <summary>Ends what has run out (到期): an offer that nobody signed, a line after its last day. The daily close asks for it.</summary>
    public static Decision<CreditLineEvent> Expire(CreditLine line, DateOnly on) => line switch
    {
        CreditLine.Offered l when on > l.SignBy.Day => new CreditLineEvent.Lapsed(on),
        CreditLine.Open l when on > l.Terms.Until => new CreditLineEvent.Expired(on),
        _ => CreditLineRefusals.NotDueYet,
    };

    /// <summary>Ends an open line (终止授信).</summary>
    public static Decision<CreditLineEvent> Close(CreditLine line, string words, Actor by, DateOnly on) => line switch
    {
        CreditLine.Applied l when !IsBank(by, l.Application.Bank) => CreditLineRefusals.NotYours,
        CreditLine.Open when !IsApprover(by) => CreditLineRefusals.NotApprover,
        CreditLine.Open when string.IsNullOrWhiteSpace(words) => CreditLineRefusals.WordsMissing,
        CreditLine.Open => new CreditLineEvent.Closed(words.Trim(), on),
        CreditLine.Ended => CreditLineRefusals.Over,
        _ => CreditLineRefusals.NotSigned,
    };

    /// <summary>Those who work a bank's cases: officers, approvers and the bank's own system.</summary>
    public static bool IsBank(Actor by, BankCode bank) =>
        by.Role is Role.BankOfficer or Role.BankApprover or Role.BankSystem && by.Tenant == bank.Value;

    private static bool IsApprover(Actor by) => by.Role is Role.BankApprover or Role.BankSystem;

    private static bool IsAgent(Actor by) => by.Role is Role.EnterpriseAgent or Role.LegalRepresentative;

    private static Refusal? Reviewing(CreditLine line, Actor by) => line switch
    {
        CreditLine.Applied l when !IsBank(by, l.Application.Bank) => CreditLineRefusals.NotYours,
        CreditLine.UnderReview => null,
        CreditLine.Requested => CreditLineRefusals.NotTakenUp,
        CreditLine.Unknown => CreditLineRefusals.NotYours,
        _ => CreditLineRefusals.Decided,
    };

    private static Refusal? Problem(CreditTerms terms, DateOnly on) =>
        !terms.Limit.IsPositive ? CreditLineRefusals.LimitOutOfRange
        : terms.Rate.Millionths <= 0 || terms.Rate > HighestRate ? CreditLineRefusals.RateOutOfRange
        : terms.TermMonths is < 1 or > 120 ? CreditLineRefusals.TermOutOfRange
        : terms.Until <= on ? CreditLineRefusals.UntilPast(on)
        : null;
}
