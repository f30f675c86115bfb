namespace CreditLoan.Domain.Tests.Simulation;

/// <summary>A pool and its claims as a clerk would keep them on paper: numbers that are changed in place, no events, no types of the domain.</summary>
/// <remarks>45 % of a loss (30 % for a loan of 8 million, 15 % for the list of key support), one enterprise at most 6 million a year, budget 40 million.</remarks>
internal sealed class PlainPool
{
    private const long EnterpriseCeiling = 600_000_000;
    private const long Budget = 4_000_000_000;
    private const long ThirdPersonAbove = 300_000_000;
    public const int Enterprises = 4;
    public const long LoanAmount = 800_000_000;

    internal sealed class Claim
    {
        public string Stage = "pending";
        public int Loan;
        public int Enterprise => Loan % Enterprises;
        public long Loss, Asked, Amount, Recovered, Due;
        public readonly List<string> Agreed = [];
        public readonly Dictionary<string, (long Due, bool Returned)> Receipts = [];
        public DateOnly CorrectBy;
    }

    public long Cash, Earmarked, Granted, Interest, Compensated, Returned;
    public readonly Dictionary<int, Claim> Claims = [];
    private readonly Dictionary<int, int> activeClaimOfLoan = [];
    private readonly Dictionary<int, long> usedByEnterprise = [];

    public long Committed => usedByEnterprise.Values.Sum();

    /// <summary>What a clerk would answer, and what he then writes down.</summary>
    public string Do(Step step)
    {
        var claim = Claims.GetValueOrDefault(step.Claim);
        switch (step.Act)
        {
            case Act.Fund or Act.EarnInterest:
                if (!Moves(step.By)) return "scheme.not_yours";
                if (step.Amount <= 0) return "pool.amount_not_positive";
                Cash += step.Amount;
                if (step.Act == Act.Fund) Granted += step.Amount; else Interest += step.Amount;
                return "ok";
            case Act.File:
                if (claim is not null) return "claim.number_taken";
                if (step.By != Who.Bank) return "claim.not_your_loan";
                if (step.Day > After(World.BadSince, 60)) return "claim.too_late";
                if (step.Amount is <= 0 or > LoanAmount) return "scheme.loss_out_of_range";
                if (activeClaimOfLoan.ContainsKey(step.Loan)) return "taken";
                activeClaimOfLoan[step.Loan] = step.Claim;
                Claims[step.Claim] = new Claim { Loan = step.Loan, Loss = step.Amount, Asked = Share(step.Amount) };
                return "ok";
            case Act.Return:
                if (claim?.Stage != "pending") return "claim.not_pending";
                if (!IsPools(step.By)) return "claim.not_your_scheme";
                (claim.Stage, claim.CorrectBy) = ("sent back", After(step.Day, 10));
                return "ok";
            case Act.Correct:
                if (claim?.Stage != "sent back") return "claim.not_sent_back";
                if (step.By != Who.Bank) return "claim.not_your_loan";
                if (step.Day > claim.CorrectBy) return "claim.too_late";
                if (step.Amount is <= 0 or > LoanAmount) return "scheme.loss_out_of_range";
                (claim.Stage, claim.Loss, claim.Asked) = ("pending", step.Amount, Share(step.Amount));
                claim.Agreed.Clear();
                return "ok";
            case Act.Withdraw:
                if (claim?.Stage is not ("pending" or "sent back")) return "claim.not_pending";
                if (step.By != Who.Bank) return "claim.not_your_loan";
                return End(claim);
            case Act.Refuse:
                if (claim?.Stage is not ("pending" or "sent back")) return "claim.not_pending";
                if (!Moves(step.By)) return "claim.not_your_scheme";
                return End(claim);
            case Act.Approve:
                return Approve(step, claim);
            case Act.Revoke:
                if (claim?.Stage != "payable") return "claim.not_payable";
                if (!Moves(step.By)) return "claim.not_your_scheme";
                Cash += claim.Amount;
                Earmarked -= claim.Amount;
                usedByEnterprise[claim.Enterprise] -= claim.Amount;
                return End(claim);
            case Act.Pay:
                if (claim?.Stage == "settled") return "claim.paid_already";
                if (claim?.Stage != "payable") return "claim.not_payable";
                if (!Moves(step.By)) return "scheme.not_yours";
                claim.Stage = "settled";
                Earmarked -= claim.Amount;
                Compensated += claim.Amount;
                return "ok";
            case Act.Recover:
                if (claim?.Stage != "settled") return "claim.not_settled";
                if (step.By != Who.Bank) return "claim.not_your_loan";
                if (claim.Receipts.ContainsKey(step.Receipt)) return "claim.receipt_twice";
                if (step.Amount <= 0) return "pool.amount_not_positive";
                claim.Recovered += step.Amount;
                var due = Math.Max(0, Half((Int128)Math.Min(claim.Recovered, claim.Loss) * claim.Amount, claim.Loss) - claim.Due);
                claim.Due += due;
                claim.Receipts[step.Receipt] = (due, due == 0);
                return "ok";
            case Act.Share:
                if (claim?.Stage != "settled") return "claim.not_settled";
                if (!IsPools(step.By)) return "claim.not_your_scheme";
                if (!claim.Receipts.TryGetValue(step.Receipt, out var receipt) || receipt.Returned) return "claim.nothing_to_return";
                claim.Receipts[step.Receipt] = (receipt.Due, true);
                Cash += receipt.Due;
                Returned += receipt.Due;
                return "ok";
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private string Approve(Step step, Claim? claim)
    {
        if (claim?.Stage != "pending") return "claim.not_pending";
        if (!IsPools(step.By)) return "claim.not_your_scheme";
        if (claim.Agreed.Contains(step.By.ToString())) return "claim.agreed_already";
        if (claim.Agreed.Count + 1 < (claim.Asked > ThirdPersonAbove ? 3 : 2))
        {
            claim.Agreed.Add(step.By.ToString());
            return "ok";
        }
        if (step.By == Who.Clerk) return "claim.last_must_approve";
        var used = usedByEnterprise.GetValueOrDefault(claim.Enterprise);
        var amount = new[] { claim.Asked, Math.Max(0, EnterpriseCeiling - used), Math.Max(0, Budget - Committed), claim.Loss }.Min();
        if (amount <= 0) return "pool.nothing_left";
        if (amount > Cash) return "pool.cash_short";
        Cash -= amount;
        Earmarked += amount;
        usedByEnterprise[claim.Enterprise] = used + amount;
        (claim.Stage, claim.Amount) = ("payable", amount);
        return "ok";
    }

    private string End(Claim claim)
    {
        claim.Stage = "over";
        activeClaimOfLoan.Remove(claim.Loan);
        return "ok";
    }

    private static bool Moves(Who who) => who is Who.Manager or Who.Approver;
    private static bool IsPools(Who who) => Moves(who) || who == Who.Clerk;
    private static long Share(long loss) => Half((Int128)loss * 45, 100);
    private static long Half(Int128 above, long below) => (long)((2 * above + below) / (2 * below));

    private static DateOnly After(DateOnly day, int weekdays)
    {
        for (; weekdays > 0; weekdays--)
            do day = day.AddDays(1);
            while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return day;
    }
}

internal enum Who { Bank, Clerk, Manager, Approver, Stranger }

internal enum Act { Fund, EarnInterest, File, Return, Correct, Withdraw, Refuse, Approve, Revoke, Pay, Recover, Share }

/// <summary>One thing that somebody wants done.</summary>
internal sealed record Step(Act Act, Who By, int Claim, int Loan, long Amount, string Receipt, DateOnly Day);
