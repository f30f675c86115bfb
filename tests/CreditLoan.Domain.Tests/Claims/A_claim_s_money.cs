using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;
using static CreditLoan.Domain.Tests.Claims.Claiming_compensation;
using static CreditLoan.Domain.Tests.Pools.PoolStory;

namespace CreditLoan.Domain.Tests.Claims;

public class A_claim_s_money
{
    [Fact]
    public void Is_set_aside_paid_and_given_back_at_most_once_whatever_people_do_in_whatever_order()
    {
        var acts = Gen.Choose(0, 10).SelectMany(act => Gen.Choose(1, 2_000_000_00).Select(fen => (Act: act, Fen: fen))).ListOf(30);
        Prop.ForAll(acts.ToArbitrary(), list =>
        {
            var (claim, pool, scheme) = (Filed, Funded(Money.Wan(1000)), Scheme());
            var payments = 0;
            var given = Money.Zero;
            foreach (var (act, fen) in list)
            {
                var was = claim.State;
                var receipt = $"HS-{fen % 4}";
                var returned = was is Claim.Settled s ? s.Recoveries.Find(r => r.Receipt == receipt)?.Due ?? Money.Zero : Money.Zero;
                var why = act switch
                {
                    0 => Both(ref claim, ref pool, ClaimDecisions.Approve(was, pool.State, scheme, Uncovered, [], Clerk, "", Day)),
                    1 or 2 => Both(ref claim, ref pool, ClaimDecisions.Approve(was, pool.State, scheme, Uncovered, [], act == 1 ? Manager : Approver, "", Day)),
                    3 or 4 => Both(ref claim, ref pool, ClaimDecisions.Pay(was, pool.State, scheme, Manager, "YH", Day)),
                    5 => Both(ref claim, ref pool, ClaimDecisions.Revoke(was, pool.State, scheme, Uncovered, Manager, "更正", Day)),
                    6 => Both(ref claim, ref pool, ClaimDecisions.Share(was, pool.State, scheme, Clerk, receipt, "FH", Day)),
                    7 or 8 => Alone(ref claim, ClaimDecisions.Recover(was, scheme, Officer, receipt, new(fen), Day, Calendar)),
                    9 => Alone(ref claim, ClaimDecisions.WriteOff(was, Officer, new(fen), Day)),
                    _ => Alone(ref claim, ClaimDecisions.Return(was, scheme, Manager, ReturnReason.LossUnclear, "请核对", Day, Calendar)),
                };
                if (why is not null) continue;
                if (act is 3 or 4) payments++;
                if (act == 6) given += returned;
            }
            var running = (Pool.Running)pool.State;
            var settled = claim.State as Claim.Settled;
            Assert.Equal(settled is null ? 0 : 1, payments);
            Assert.Equal(claim.State is Claim.Payable waits ? waits.Amount : Money.Zero, running.Balance(Account.Earmarked));
            Assert.Equal(settled?.Paid ?? Money.Zero, running.Balance(Account.Compensation));
            Assert.Equal(-given, running.Balance(Account.Recoveries));
            Assert.Equal(Money.Zero, Money.Sum(running.Balances.Values));
            if (settled is null) return;
            Assert.True(given <= settled.Due && settled.Due <= settled.Paid);
            Assert.True(settled.WrittenOff <= settled.Terms.Loss.Principal - settled.Paid);
            Assert.True(settled.Paid <= settled.Terms.Asked.Amount);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Tried_under_a_draft_rule_keeps_to_its_budget_its_cap_and_its_stop_in_whatever_order_claims_are_listed()
    {
        var claims = Gen.Choose(1, 2_500).SelectMany(wan => Gen.Choose(1, 100).SelectMany(percent => Gen.Choose(0, 300).Select(day => (Wan: wan, Percent: percent, Day: day)))).ListOf(20);
        Prop.ForAll(claims.ToArbitrary(), Gen.Choose(0, 4_000).ToArbitrary(), (list, budget) =>
        {
            TriedClaim[] asked = [.. list.Select((c, i) => new TriedClaim($"BC-{i:00}", Bank, new($"E{i % 5}"), Cover.Bank, Money.Wan(c.Wan), Money.Wan(c.Wan * c.Percent / 100m), [UpliftGround.KeyList], new DateOnly(2025, 1, 6).AddDays(c.Day), Money.Zero))];
            var rule = Shipped.Rule with { YearlyBudget = Shipped.Rule.YearlyBudget with { Value = Money.Wan(budget) } };
            TriedEnrolment[] enrolled = [new(Bank, Cover.Bank, Money.Wan(200_000), new(2025, 1, 2))];
            var tried = WhatIf.Run(rule, new(Shipped.Code, 2025), asked, enrolled);
            Assert.Equal(asked.Length, tried.Results.Count);
            Assert.True(tried.Would <= Money.Wan(budget));
            foreach (var one in tried.Results)
            {
                Assert.True(one.Would <= one.Claim.Loss * Terms.TotalCap.Value!.Value && !(Money.Zero > one.Would));
                Assert.Equal(one.Would.IsZero, one.Why is not null);
                if (tried.Stops.Any(s => s.Party == one.Claim.Party && s.On < one.Claim.FiledOn)) Assert.True(one.Would.IsZero);
            }
            var reversed = WhatIf.Run(rule, new(Shipped.Code, 2025), [.. asked.Reverse()], enrolled).Results;
            Assert.Equal(tried.Results.Select(r => r with { Limits = [] }), reversed.Select(r => r with { Limits = [] }));
            Assert.Equal(tried.Results.Select(r => string.Join(' ', r.Limits)), reversed.Select(r => string.Join(' ', r.Limits)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static Refusal? Alone(ref Told<Claim, ClaimEvent> claim, Decision<ClaimEvent> decision)
    {
        if (decision is Decision<ClaimEvent>.Refused refused) return refused.Why;
        claim = claim with { State = ((Decision<ClaimEvent>.Accepted)decision).Events.Aggregate(claim.State, claim.Stream.Evolve) };
        return null;
    }
}
