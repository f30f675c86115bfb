using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Jobs.Closing;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Closing;
using CreditLoan.Ledger.Pools;

namespace CreditLoan.Jobs.Pools;

/// <summary>Judges every bank and guarantor of a pool's year against the stop line, all on one snapshot of the books (停补判定).</summary>
/// <remarks>The snapshot is taken at a settled position of the log, which the judgement keeps: at that position it comes to the same for ever.</remarks>
public sealed class StopRuleRun(Database database, EventStore store)
{
    public async Task<Outcome> Judge(Command command, PoolId pool, CancellationToken stop = default)
    {
        var position = await new SettledLog(database.Writer, store).Settle(stop);
        var (day, by) = (command.BusinessDate, command.Actor);
        if ((await store.Load(Scheme.Stream(pool.Scheme))).State is not Scheme.Standing scheme) return new Outcome.Refused(SchemeRefusals.NoSuchScheme);
        if ((scheme.InForceOn(day) ?? scheme.Versions.FindLast(v => v.Confirmed))?.Rule is not { } rule) return new Outcome.Refused(SchemeRefusals.NoRuleOn(day));
        var standings = StopRule.Judge(rule, pool, await Facts(pool.Scheme, day, position, stop));
        return await store.Change(command, Pool.Stream(pool), Scheme.Stream(pool.Scheme), (p, s) =>
            Decisions.Of(PoolDecisions.JudgeStopRule(p, s, by, day, position, standings), Decision<SchemeEvent>.None), stop);
    }

    private async Task<IReadOnlyList<YearFact>> Facts(SchemeCode scheme, DateOnly day, long position, CancellationToken stop)
    {
        await using var books = await DaySnapshot.Take(database, day, position, stop);
        var enrolments = await books.Rows(EnrolmentBook.View, EnrolmentSlice.Slice, e => e.On, stop);
        var claims = await books.Rows(ClaimBook.View, ClaimSlice.Slice, e => e.On, stop);
        return
        [
            .. from e in enrolments
               where e.Scheme == scheme.Value && e.ConfirmedOn is not null
               select new YearFact(new(e.Bank), e.Cover, e.Guarantor, e.ConfirmedOn!.Value, e.Amount, default),
            .. from c in claims
               where c.Scheme == scheme.Value && c.Stage is not (ClaimStage.Refused or ClaimStage.Withdrawn or ClaimStage.Revoked)
               select new YearFact(new(c.Bank), c.Cover, c.Guarantor, c.FiledOn, default, c.Loss.Principal),
        ];
    }
}
