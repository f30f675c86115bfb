using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Consents.ConsentExamples;

namespace CreditLoan.Domain.Tests.Consents;

public class Giving_consent
{
    private static readonly EventStream<Consent, ConsentEvent> Stream = Consent.Stream(First);
    private static readonly ConsentDoor Shut = ConsentDoor.Stream(Hengrui, Terms.Recipient).Initial;

    private static Decisions Grant(ConsentTerms terms, Actor? by = null, Consent? consent = null, ConsentDoor? door = null, Signature? signature = null) =>
        ConsentDecisions.Grant(door ?? Shut, consent ?? Stream.Initial, Stream.Initial, by ?? Signer, First, Hengrui, terms, TheNotice, signature ?? Sign(First, terms), ConsentText.IsSigned, null, Today);

    private static Refusal Why(Decisions answer) => Assert.IsType<Decisions.Refused>(answer).Why;
    private static object[][] Facts(Decisions answer) => Assert.IsType<Decisions.Accepted>(answer).Events;

    private static ConsentDoor Door(params ConsentDoorEvent[] facts) =>
        facts.Aggregate(Shut, ConsentDoor.Stream(Hengrui, Terms.Recipient).Evolve);

    private static Consent Asked => Stream.Evolve(Stream.Initial, new ConsentEvent.Requested(First, Hengrui, Terms, "SQ-2026-000001", Today));
    private static Consent Active => Stream.Evolve(Stream.Initial, Granted(First, Terms));

    [Fact]
    public void Is_the_legal_representatives_to_do()
    {
        Assert.Equal(ConsentRefusals.NotSigner, Why(Grant(Terms, Agent)));
        Assert.Equal(ConsentRefusals.NotYours, Why(Grant(Terms, Signer with { Tenant = "other" })));
        Assert.Equal(new ConsentDoorEvent.Opened(Purpose.CreditApproval, First), Facts(Grant(Terms))[0][0]);
    }

    [Fact]
    public void Is_refused_where_the_terms_go_too_far()
    {
        Assert.Equal(ConsentRefusals.ScopesMissing, Why(Grant(Terms with { Scopes = [] })));
        Assert.Equal(ConsentRefusals.PeriodTooLong, Why(Grant(Terms with { Expiry = Today.AddMonths(12).AddDays(1) })));
        Assert.Equal(ConsentRefusals.StartsWrong(Today), Why(Grant(Terms with { Start = Today.AddDays(-1) })));
        Assert.Equal(ConsentRefusals.FrequencyWrong, Why(Grant(Terms with { Frequency = new(0, FrequencyUnit.Day) })));
        Assert.Equal(ConsentRefusals.KeepWrong, Why(Grant(Terms with { Mode = ConsentMode.View })));
        Assert.Equal(ConsentRefusals.RangeWrong, Why(Grant(Terms with { Range = new(Today, Today.AddDays(-1)) })));
        Assert.Equal(ConsentRefusals.PurposeWrong, Why(Grant(Terms with { Purpose = Purpose.Matching })));
        Assert.Equal(ConsentRefusals.PurposeWrong, Why(Grant(Platform([DataClass.Tax]) with { Purpose = Purpose.PostLoan })));
        Assert.Equal(ConsentRefusals.PlatformNeedsNoPersons, Why(Grant(Platform([DataClass.Tax]) with { Personal = [PersonalScope.Shareholders] })));
    }

    [Fact]
    public void Needs_a_signature_under_a_notice() =>
        Assert.Equal(ConsentRefusals.NotSigned,
            Why(ConsentDecisions.Grant(Shut, Stream.Initial, Stream.Initial, Signer, First, Hengrui, Terms, TheNotice, null, ConsentText.IsSigned, null, Today)));

    [Fact]
    public void Answers_what_was_asked_or_less_but_never_more()
    {
        Assert.Equal(ConsentRefusals.Wider, Why(Grant(Terms with { Scopes = [DataClass.Registration, DataClass.Tax] }, consent: Asked)));
        Assert.Equal(ConsentRefusals.Wider, Why(Grant(Terms with { Expiry = Terms.Expiry.AddDays(1) }, consent: Asked)));
        var less = Terms with { Scopes = [DataClass.Invoices], Personal = [], Mode = ConsentMode.View, KeepDays = 0 };
        var granted = Assert.IsType<ConsentEvent.Granted>(Facts(Grant(less, consent: Asked))[1][0]);
        Assert.Equal("SQ-2026-000001", granted.Application);
    }

    [Fact]
    public void Takes_the_place_of_the_consent_that_stood_for_the_same_purpose()
    {
        var door = Door(new ConsentDoorEvent.Opened(Purpose.CreditApproval, First));
        var answer = ConsentDecisions.Grant(door, Stream.Initial, Active, Signer, Second, Hengrui, Terms, TheNotice, Sign(Second, Terms), ConsentText.IsSigned, null, Today);
        Assert.Equal(new ConsentEvent.Superseded(Second, Today), Facts(answer)[2][0]);
        Assert.Equal(ConsentRefusals.NotStanding,
            Why(ConsentDecisions.Grant(door, Stream.Initial, Stream.Initial, Signer, Second, Hengrui, Terms, TheNotice, Sign(Second, Terms), ConsentText.IsSigned, null, Today)));
    }

    [Fact]
    public void Is_asked_for_by_the_banks_own_officers_one_request_a_purpose()
    {
        Decisions Ask(ConsentDoor door, Actor by, DateOnly today) =>
            ConsentDecisions.Request(door, Stream.Initial, by, First, Hengrui, Terms with { Start = today, Expiry = today.AddMonths(6) }, null, today);

        Assert.Equal(ConsentRefusals.NotOfficer, Why(Ask(Shut, Officer with { Role = Role.BankCompliance }, Today)));
        Assert.Equal(ConsentRefusals.OtherBank, Why(Ask(Shut, Officer with { Tenant = "NP02" }, Today)));
        Assert.Equal(2, Facts(Ask(Shut, Officer, Today)).Length);
        Assert.Equal(ConsentRefusals.AlreadyAsked, Why(Ask(Door(new ConsentDoorEvent.Knocked(Purpose.CreditApproval, First)), Officer, Today)));
    }

    [Fact]
    public void Refused_is_remembered_for_thirty_days()
    {
        var no = Facts(ConsentDecisions.Reject(Shut, Asked, Agent, Today));
        Assert.Equal(new ConsentEvent.Rejected(Today, Today.AddDays(30)), no[1][0]);
        var door = Door(new ConsentDoorEvent.Knocked(Purpose.CreditApproval, First), (ConsentDoorEvent)no[0][0]);
        Decisions Ask(int days) => ConsentDecisions.Request(
            door, Stream.Initial, Officer, Second, Hengrui, Terms with { Start = Today.AddDays(days), Expiry = Today.AddDays(days + 90) }, null, Today.AddDays(days));
        Assert.Equal(ConsentRefusals.SaidNo(Today.AddDays(30)), Why(Ask(29)));
        Assert.Equal(2, Facts(Ask(30)).Length);
    }

    [Fact]
    public void Is_taken_back_by_signer_or_agent_and_nothing_is_read_after()
    {
        Assert.True(Active.Allows(Terms.Recipient, Purpose.CreditApproval, DataClass.Invoices, Today));
        var revoked = Facts(ConsentDecisions.Revoke(Active, Agent, Today));
        Assert.Equal(new ConsentDoorEvent.Left(Purpose.CreditApproval, First), revoked[0][0]);
        Assert.False(Stream.Evolve(Active, (ConsentEvent)revoked[1][0]).Allows(Terms.Recipient, Purpose.CreditApproval, DataClass.Invoices, Today));
        Assert.Equal(ConsentRefusals.NotYours, Why(ConsentDecisions.Revoke(Active, Officer, Today)));
    }

    [Fact]
    public void Rests_after_ninety_days_without_a_word_and_ends_after_its_last_day()
    {
        Assert.Equal(ConsentRefusals.NotDueYet, Why(ConsentDecisions.Lapse(Active, Today.AddDays(89))));
        Assert.Equal(new ConsentEvent.Paused(true, Today.AddDays(90)), Facts(ConsentDecisions.Lapse(Active, Today.AddDays(90)))[1][0]);
        var past = Terms.Expiry.AddDays(1);
        Assert.Equal(new ConsentEvent.Expired(past), Facts(ConsentDecisions.Lapse(Active, past))[1][0]);
        Assert.False(Active.Allows(Terms.Recipient, Purpose.CreditApproval, DataClass.Invoices, past));
    }

    [Fact]
    public void Is_for_one_bank_one_purpose_and_the_classes_named()
    {
        Assert.False(Active.Allows(Recipient.Bank(new("NP02")), Purpose.CreditApproval, DataClass.Invoices, Today));
        Assert.False(Active.Allows(Terms.Recipient, Purpose.PostLoan, DataClass.Invoices, Today));
        Assert.False(Active.Allows(Terms.Recipient, Purpose.CreditApproval, DataClass.Tax, Today));
    }

    [Fact]
    public void Is_signed_over_every_field()
    {
        string Text(ConsentTerms t, ConsentId id) => ConsentText.Canonical(id, Hengrui, t, TheNotice);
        string[] texts =
        [
            Text(Terms, First), Text(Terms, Second), Text(Terms with { Scopes = [DataClass.Invoices] }, First), Text(Terms with { Personal = [] }, First),
            Text(Terms with { Expiry = Terms.Expiry.AddDays(1) }, First), Text(Terms with { KeepDays = 1 }, First), Text(Terms with { Purpose = Purpose.PostLoan }, First),
            Text(Terms with { Frequency = new(1, FrequencyUnit.Month) }, First), Text(Terms with { Range = new(Today, Today) }, First), Text(Terms with { Mode = ConsentMode.View }, First),
        ];
        Assert.Equal(texts.Length, texts.Distinct().Count());
        Assert.Equal(Text(Terms, First), Text(Terms with { Scopes = [.. Terms.Scopes.Reverse()] }, First));
    }
}
