using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Claims;

namespace CreditLoan.Jobs.Seeding;

/// <summary>The four schemes of the demonstration city (演示资金池): founded, funded, loans enrolled, claims paid and recoveries shared.</summary>
internal sealed class DemoPools(DemoStory story, DemoDays days, PaperStore papers, int seed, DateOnly today)
{
    public const string Owner = "澜江市地方金融管理局";

    private static readonly WorkingCalendar Calendar = PublishedCalendar.China;
    public static readonly Actor Clerk = new("pool-clerk", Role.PoolClerk, Owner);
    public static readonly Actor Manager = new("pool-manager", Role.PoolManager, Owner);
    public static readonly Actor Approver = new("pool-approver", Role.PoolApprover, Owner);
    private static readonly Guarantor[] Guarantors =
        [.. new[] { "澜江市融资担保有限公司", "澜江普惠融资担保股份有限公司" }.Select((name, n) => new Guarantor(new(UnifiedCreditCode.Complete($"91440199MA5DB000{n + 1}").ToString()), name))];
    private readonly Dictionary<SchemeCode, Scheme> _schemes = [];

    /// <summary>Founds the four schemes; their region is the demonstration city's, everything else is as shipped.</summary>
    public async Task Found()
    {
        foreach (var shipped in ShippedSchemes.All)
        {
            var stream = Scheme.Stream(shipped.Code);
            var rule = shipped.Rule with { RegionPrefix = new Cited<string>(Cities.Demonstration.Code, "演示：以澜江市代替广州市", Verified: false) };
            await story.Do(Manager, shipped.From, "scheme.found", stream, s => SchemeDecisions.Found(s, Manager, shipped.Code, shipped.Name, Owner, shipped.Document, shipped.From));
            await story.Do(Manager, shipped.From, "scheme.draft", stream, s => SchemeDecisions.Draft(s, Manager, shipped.From, shipped.Until, rule, shipped.Why, shipped.From));
            await story.Do(Approver, shipped.From, "scheme.confirm", stream, s => SchemeDecisions.Confirm(s, Approver, 1, shipped.From));
            _schemes[shipped.Code] = await story.Load(stream);
            var first = Math.Max(shipped.From.Year, today.Year - 1);
            await OpenYears(shipped, first);
        }
    }

    private async Task OpenYears(ShippedScheme shipped, int first)
    {
        var scheme = _schemes[shipped.Code];
        for (var year = first; year <= today.Year; year++)
        {
            var id = new PoolId(shipped.Code, year);
            var on = year == first && shipped.From.Year == first ? shipped.From : new DateOnly(year, 1, 2);
            if (year > first)
            {
                var closed = Pool.Stream(new PoolId(shipped.Code, year - 1));
                await story.Do(Manager, on, "pool.close", closed, p => PoolDecisions.Close(p, scheme, Manager, on));
            }
            var before = await story.Load(Pool.Stream(new PoolId(shipped.Code, year - 1)));
            var budget = shipped.Rule.YearlyBudget.Value;
            await story.Do(Manager, on, "pool.open", Pool.Stream(id), p => PoolDecisions.Open(p, before, scheme, Manager, id, budget, on));
            if (shipped.Code != ShippedSchemes.Open && year > first) continue;
            var amount = Money.Wan(shipped.Code == ShippedSchemes.Open ? 3_000 : 500);
            await story.Do(Manager, on, "pool.fund", Pool.Stream(id), p => PoolDecisions.Fund(p, scheme, Manager, amount, $"CZ-{year}-001", on));
        }
    }

    /// <summary>Puts a loan under the scheme that was open on its day; where it went bad, the answer is how its claim goes on.</summary>
    public async Task<Func<Task>?> Cover(DemoLoan loan, int number)
    {
        var random = Chance.For(seed, number, 7);
        if (loan.End == DemoEnd.Reversed || loan.Size is not (SizeClass.Micro or SizeClass.Small) || random.NextDouble() > 0.7) return null;
        var code = loan.Payout.ValueDate >= ShippedSchemes.All[0].From ? ShippedSchemes.Open
            : loan.Payout.Security == Security.IntellectualProperty ? ShippedSchemes.Technology
            : random.NextDouble() < 0.3 ? ShippedSchemes.SmallBusiness : ShippedSchemes.Inclusive;
        var scheme = (Scheme.Standing)_schemes[code];
        var side = code == ShippedSchemes.Open && loan.Payout.Security == Security.FinancingGuarantee ? Domain.Pools.Cover.Guarantor : Domain.Pools.Cover.Bank;
        var covered = Covered(loan) with { Guarantor = side == Domain.Pools.Cover.Guarantor ? Guarantors[number % 4 == 0 ? 1 : 0] : null };
        if (scheme.InForceOn(covered.DisbursedOn)?.Rule is not { } rule || rule.For(side) is not { } terms || Eligibility.Judge(rule, terms, covered).Count > 0) return null;

        var enrolment = Enrolment.Stream(new EnrolmentId(code, loan.Id));
        var officer = loan.Bank.Officer(number);
        var applied = Calendar.Add(covered.DisbursedOn, 1 + random.Next(Math.Max(1, rule.Windows.Enrol.Value - 1))).Day;
        if (applied > today) return null;
        await story.Do(officer, applied, "enrolment.apply", enrolment, LoanCover.Stream(loan.Id), (e, cover) => Decisions.Of(
            EnrolmentDecisions.Apply(e, scheme, officer, side, covered, applied, Calendar), EnrolmentDecisions.Enter(cover, scheme, covered, applied)));
        var reviewed = Calendar.Add(applied, 1 + random.Next(3)).Day;
        if (reviewed > today) return null;
        await story.Do(Clerk, reviewed, "enrolment.review", enrolment, e => EnrolmentDecisions.Review(e, scheme, Clerk, "要素一致", reviewed));
        var confirmed = Calendar.Add(reviewed, 1).Day;
        if (confirmed > today) return null;
        await story.Do(Manager, confirmed, "enrolment.confirm", enrolment, e => EnrolmentDecisions.Confirm(e, scheme, Manager, confirmed));
        return loan.BadSince is { } bad && code == ShippedSchemes.Open ? () => Claim(loan, enrolment, scheme, rule, bad, number, random) : null;
    }

    private async Task Claim(
        DemoLoan loan, EventStream<Enrolment, EnrolmentEvent> enrolment, Scheme.Standing scheme, SchemeRule rule, DateOnly bad, int number, Random random)
    {
        var officer = loan.Bank.Officer(number);
        var flagged = bad.AddDays(12);
        if (flagged > today) return;
        await story.Do(officer, flagged, "enrolment.flag", enrolment, e => EnrolmentDecisions.Flag(e, officer, Anomaly.Overdue, "本息逾期，已催收", bad, flagged));
        var nonPerforming = bad.AddDays(92);
        var filed = Calendar.Add(nonPerforming, 5 + random.Next(20)).Day;
        if (filed > today || filed > Calendar.Add(nonPerforming, rule.Windows.Claim.Value).Day) return;
        var state = await story.Load(Loan.Stream(loan.Id));
        var (principal, interest) = state switch
        {
            Loan.Running r => (r.Outstanding, r.Arrears?.Interest ?? Money.Zero),
            Loan.WrittenOff w => (w.Principal, w.Interest),
            _ => (Money.Zero, Money.Zero),
        };
        if (!principal.IsPositive) return;
        var loss = new Loss(principal, interest, nonPerforming);
        var id = new ClaimId($"BC-{filed.Year}-{number:00000}");
        var claim = Domain.Claims.Claim.Stream(id);
        var handedIn = await Papers(loan, loss, id, flagged, filed);
        var covered = await story.Load(enrolment);
        await story.Do(officer, filed, "claim.file", claim, c => ClaimDecisions.File(c, covered, scheme, officer, id, loss, Money.Zero, handedIn, filed, Calendar));
        var reviewed = Calendar.Add(filed, 2 + random.Next(6)).Day;
        if (reviewed > today) return;
        if (number % 17 == 5)
        {
            await story.Do(Clerk, reviewed, "claim.return", claim, c => ClaimDecisions.Return(c, scheme, Clerk, ReturnReason.PapersMissing, "请补交不良认定表", reviewed, Calendar));
            return;
        }
        var pool = Pool.Stream(new PoolId(scheme.Code, reviewed.Year));
        await days.Until(reviewed);
        // Of a bank that is suspended by now nothing is approved.
        if (covered is Enrolment.InForce taken && await story.Load(pool) is Pool.Running running && running.SuspendedUntil.ContainsKey(StopParty.Of(loan.Bank.Code, taken.Cover, taken.Loan.Guarantor))) return;
        foreach (var by in new[] { Clerk, Manager, Approver })
        {
            if (await story.Load(claim) is not Domain.Claims.Claim.Pending) break;
            if (by == Clerk && random.NextDouble() < 0.5) continue;
            await story.Do(by, reviewed, "claim.approve", claim, pool, Scheme.Stream(scheme.Code), LoanCover.Stream(loan.Id),
                (c, p, _, cover) => ClaimDecisions.Approve(c, p, scheme, cover, [], by, "材料齐全，同意", reviewed));
        }
        var paid = Calendar.Add(reviewed, 3).Day;
        if (paid > today || paid.Year != reviewed.Year || await story.Load(claim) is not Domain.Claims.Claim.Payable) return;
        await days.Until(paid);
        await story.Do(Manager, paid, "claim.pay", claim, pool, (c, p) => ClaimDecisions.Pay(c, p, scheme, Manager, $"BF-{paid:yyyyMMdd}-{number:00000}", paid));
        var writtenOff = Calendar.Add(paid, 15).Day;
        if (number % 3 == 0 && writtenOff <= today) await story.Do(officer, writtenOff, "claim.write-off", claim, c => ClaimDecisions.WriteOff(c, officer, principal - ((Domain.Claims.Claim.Settled)c).Paid, writtenOff));
        var recovered = Calendar.Add(paid, 20 + random.Next(40)).Day;
        if (recovered > today || recovered.Year != paid.Year || random.NextDouble() > 0.4) return;
        var amount = Money.Min(Money.Wan(5), principal);
        await story.Do(officer, recovered, "claim.recover", claim, c => ClaimDecisions.Recover(c, scheme, officer, $"HS-{number:00000}", amount, recovered, Calendar));
        var shared = Calendar.Add(recovered, 4).Day;
        if (shared > today || shared.Year != paid.Year) return;
        await days.Until(shared);
        await story.Do(Manager, shared, "claim.share", claim, pool, (c, p) => ClaimDecisions.Share(c, p, scheme, Manager, $"HS-{number:00000}", $"FH-{number:00000}", shared));
    }

    public Scheme.Standing Standing(SchemeCode code) => (Scheme.Standing)_schemes[code];

    public static CoveredLoan Covered(DemoLoan loan) => new(
        loan.Id, loan.Enterprise.Code, loan.Payout.Principal, loan.Payout.ValueDate, loan.Payout.Maturity, loan.Enterprise.Registration.District!.Value,
        Enum.Parse<BorrowerKind>(loan.Size.ToString()), loan.Payout.Security,
        [.. loan.Enterprise.OnKeyList ? new[] { UpliftGround.KeyList } : [], .. loan.Payout.Security == Security.IntellectualProperty ? new[] { UpliftGround.IntellectualProperty } : []]);

    /// <summary>The contract and the record of collection, kept as real files so that every link of the claim opens.</summary>
    public async Task<Paper[]> Papers(DemoLoan loan, Loss loss, ClaimId claim, DateOnly flagged, DateOnly filed)
    {
        var (payout, borrower) = (loan.Payout, $"借款人：{loan.Enterprise.Registration.Name}（{loan.Enterprise.Code}）");
        const string mark = "演示材料，内容为虚构。";
        var contract = DemoPaper.Pdf("借款合同", $"借据号：{loan.Id.Number}", borrower, $"借款金额：人民币 {payout.Principal} 元", $"借款期限：{payout.ValueDate:yyyy-MM-dd} 至 {payout.Maturity:yyyy-MM-dd}", mark);
        var collection = DemoPaper.Pdf("催收记录", $"补偿申请编号：{claim}", $"借据号：{loan.Id.Number}", borrower, $"{flagged:yyyy-MM-dd} 电话催收，借款人称经营困难，暂无力偿还。",
            $"{flagged.AddDays(20):yyyy-MM-dd} 上门催收，送达催收通知书。", $"{loss.BadSince:yyyy-MM-dd} 列为不良，未还本金 {loss.Principal} 元。", $"{filed:yyyy-MM-dd} 提交补偿申请。", mark);
        return [new("借款合同", "借款合同.pdf", await papers.Keep(contract, "application/pdf")), new("催收记录", "催收记录.pdf", await papers.Keep(collection, "application/pdf"))];
    }
}
