using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;
using static CreditLoan.Domain.Tests.Consents.ConsentExamples;

namespace CreditLoan.Domain.Tests.Consents;

/// <summary>Whatever happens in whatever order: histories fold, and what is allowed follows from the last word.</summary>
public class The_algebra_of_consents
{
    private enum Act { Ask, Grant, GrantAgain, Reject, Revoke, Pause, Resume, Confirm, Lapse }

    /// <summary>A small world of one door and two consents, moved by the product's own decisions.</summary>
    private sealed class World
    {
        private readonly EventStream<Consent, ConsentEvent> _consent = Consent.Stream(First);
        private readonly EventStream<ConsentDoor, ConsentDoorEvent> _door = ConsentDoor.Stream(Hengrui, Terms.Recipient);

        public Consent One { get; private set; }
        public Consent Two { get; private set; }
        public ConsentDoor Door { get; private set; }
        public DateOnly Day { get; private set; } = Today;

        public World() => (One, Two, Door) = (_consent.Initial, _consent.Initial, _door.Initial);

        public void Do(Act act, int days)
        {
            Day = Day.AddDays(days);
            var terms = Terms with { Start = Day, Expiry = Day.AddDays(60) };
            switch (act)
            {
                case Act.Ask: Take(ConsentDecisions.Request(Door, One, Officer, First, Hengrui, terms, null, Day), one: 1); break;
                case Act.Grant: Take(ConsentDecisions.Grant(Door, One, Two, Signer, First, Hengrui, (One as Consent.Requested)?.Terms ?? terms, TheNotice, Sign(First, terms), ConsentText.IsSigned, null, Day), one: 1, two: 2); break;
                case Act.GrantAgain: Take(ConsentDecisions.Grant(Door, Two, One, Signer, Second, Hengrui, terms, TheNotice, Sign(Second, terms), ConsentText.IsSigned, null, Day), two: 1, one: 2); break;
                case Act.Reject: Take(ConsentDecisions.Reject(Door, One, Agent, Day), one: 1); break;
                case Act.Revoke: Take(ConsentDecisions.Revoke(One, Agent, Day), one: 1); break;
                case Act.Lapse: Take(ConsentDecisions.Lapse(One, Day), one: 1); Take(ConsentDecisions.Lapse(Two, Day), two: 1); break;
                case Act.Pause: Alone(ConsentDecisions.Pause(One, Agent, Day)); break;
                case Act.Resume: Alone(ConsentDecisions.Resume(One, Signer, Day)); break;
                case Act.Confirm: Alone(ConsentDecisions.Confirm(One, Signer, Day)); break;
            }
        }

        private void Take(Decisions answer, int one = -1, int two = -1)
        {
            if (answer is not Decisions.Accepted accepted) return;
            foreach (var happened in accepted.Events[0]) Door = _door.Evolve(Door, (ConsentDoorEvent)happened);
            if (one >= 0 && one < accepted.Events.Length) foreach (var happened in accepted.Events[one]) One = _consent.Evolve(One, (ConsentEvent)happened);
            if (two >= 0 && two < accepted.Events.Length) foreach (var happened in accepted.Events[two]) Two = _consent.Evolve(Two, (ConsentEvent)happened);
        }

        private void Alone(Decision<ConsentEvent> answer)
        {
            if (answer is Decision<ConsentEvent>.Accepted accepted) foreach (var happened in accepted.Events) One = _consent.Evolve(One, happened);
        }
    }

    private static readonly Gen<(Act Act, int Days)[]> Stories =
        Gen.ArrayOf(from act in Gen.Elements(Enum.GetValues<Act>()) from days in Gen.Choose(0, 45) select (act, days));

    private static bool Stands(Consent consent) => consent is Consent.Active or Consent.Paused;

    private static void Always(Func<World, Act, Consent, bool> holds) =>
        Prop.ForAll(Stories.ToArbitrary(), story =>
        {
            var world = new World();
            foreach (var (act, days) in story)
            {
                var before = world.One;
                world.Do(act, days);
                if (!holds(world, act, before)) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void At_most_one_consent_stands_for_a_purpose_and_the_door_knows_it() => Always((w, _, _) =>
        !(Stands(w.One) && Stands(w.Two))
        && w.Door.StandingFor(Purpose.CreditApproval) == (Stands(w.One) ? First : Stands(w.Two) ? Second : null));

    [Fact]
    public void What_has_ended_never_stands_again() => Always((w, _, before) => before is not Consent.Ended || w.One == before);

    [Fact]
    public void Nothing_is_allowed_unless_it_is_active_and_within_its_days() => Always((w, _, _) =>
        new[] { w.One, w.Two }.All(c =>
            !c.Allows(Terms.Recipient, Purpose.CreditApproval, DataClass.Invoices, w.Day)
            || c is Consent.Active a && a.Terms.Start <= w.Day && w.Day <= a.Terms.Expiry && a.Terms.Expiry <= a.Terms.Start.AddMonths(12)));

    [Fact]
    public void A_pause_and_its_end_change_no_terms() => Always((w, act, before) =>
        act is not (Act.Pause or Act.Resume) || TermsOf(before) is not { } terms || terms == TermsOf(w.One));

    [Fact]
    public void A_request_waits_at_most_once() => Always((w, _, _) =>
        w.Door.Asked.Count <= 1 && (w.One is Consent.Requested) == w.Door.Asked.ContainsValue(First));

    [Fact]
    public void Being_within_is_an_order()
    {
        var gen =
            from scopes in Gen.SubListOf(DataClass.Registration, DataClass.Invoices, DataClass.Tax)
            from first in Gen.Choose(0, 3) from length in Gen.Choose(0, 3) from keep in Gen.Choose(0, 2)
            select Terms with { Scopes = [.. scopes], Start = Today.AddDays(first), Expiry = Today.AddDays(first + length), KeepDays = keep };
        var three = from a in gen from b in gen from c in gen select (a, b, c);
        Prop.ForAll(three.ToArbitrary(), x =>
            x.a.IsWithin(x.a)
            && (!x.a.IsWithin(x.b) || !x.b.IsWithin(x.c) || x.a.IsWithin(x.c))
            && (!x.a.IsWithin(x.b) || Enum.GetValues<DataClass>().All(s => !x.a.Covers(s) || x.b.Covers(s)))).QuickCheckThrowOnFailure();
    }

    private static ConsentTerms? TermsOf(Consent consent) => consent switch
    {
        Consent.Active c => c.Terms,
        Consent.Paused c => c.Terms,
        _ => null,
    };
}
