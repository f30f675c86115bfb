using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Ledger.Tests.Demands;
using static CreditLoan.Ledger.Tests.Demands.LendingWorld;

namespace CreditLoan.Ledger.Tests.Consents;

public sealed class Consents_kept(LendingWorld world) : IClassFixture<LendingWorld>
{
    private readonly ConsentQueries _consents = new(world.Db.Reader);
    private readonly EnterpriseQueries _enterprises = new(world.Db.Reader);

    [Fact]
    public async Task Open_the_enterprises_name_to_the_bank_until_they_are_revoked()
    {
        var bank = new BankCode("NAME");
        Assert.Null(await _enterprises.Find(ViewerOf(bank), Hengrui));
        var id = await world.Grant(bank, Purpose.PreLoanReview);
        Assert.Equal("澜江恒锐精密机械有限公司", (await _enterprises.Find(ViewerOf(bank), Hengrui))!.Name);
        Assert.Null(await _enterprises.Find(ViewerOf(new("OTHER")), Hengrui));
        Assert.IsType<Outcome.Done>(await world.Revoke(bank, id));
        Assert.Null(await _enterprises.Find(ViewerOf(bank), Hengrui));
    }

    [Fact]
    public async Task Are_seen_by_their_enterprise_and_their_recipient_alone()
    {
        var bank = new BankCode("SEEN");
        var id = await world.Grant(bank, Purpose.CreditApproval);
        Assert.Contains(await _consents.All(Signer.AsViewer), c => c.Consent == id);
        Assert.Equal(id, Assert.Single(await _consents.All(ViewerOf(bank))).Consent);
        Assert.Empty(await _consents.All(ViewerOf(new("OTHER"))));
        Assert.Empty(await _consents.All(new("an", Role.BureauAnalyst, "")));
        Assert.Empty(await _consents.All(new("sys", Role.SystemAdministrator, "")));
    }

    [Fact]
    public async Task Stand_once_a_purpose_the_older_one_superseded()
    {
        var bank = new BankCode("TWICE");
        var first = await world.Grant(bank, Purpose.PostLoan);
        var second = await world.Grant(bank, Purpose.PostLoan);
        Assert.Equal(ConsentStatus.Superseded, (await _consents.Find(Signer.AsViewer, first))!.Status);
        var standing = (await _consents.Standing(Signer.AsViewer, Hengrui, Recipient.Bank(bank), Purpose.PostLoan))!;
        Assert.Equal(second, standing.Consent);
        Assert.Equal(Terms(Recipient.Bank(bank), Purpose.PostLoan).Scopes, standing.Terms.Scopes);
    }

    [Fact]
    public async Task Are_leaves_of_the_evidence_when_given_and_when_taken_back()
    {
        var bank = new BankCode("LEAF");
        var id = await world.Grant(bank, Purpose.PreLoanReview);
        await world.Revoke(bank, id);
        Assert.Equal("consent-granted,consent-revoked",
            await world.Db.Value<string>($"select string_agg(kind, ',' order by id) from evidence_queue where subject = '{id}'"));
    }

    [Fact]
    public async Task Are_refused_to_a_bank_that_hears_no_for_thirty_days()
    {
        var bank = new BankCode("ASK");
        var recipient = Recipient.Bank(bank);
        Task<Outcome> Ask(ConsentId id) => world.Store.Change(Command(Officer(bank)), ConsentDoor.Stream(Hengrui, recipient), Consent.Stream(id),
            (d, c) => ConsentDecisions.Request(d, c, Officer(bank), id, Hengrui, Terms(recipient, Purpose.PreLoanReview), null, Today));
        var first = new ConsentId("ask-1");
        Assert.IsType<Outcome.Done>(await Ask(first));
        Assert.IsType<Outcome.Done>(await world.Store.Change(Command(Signer), ConsentDoor.Stream(Hengrui, recipient), Consent.Stream(first),
            (d, c) => ConsentDecisions.Reject(d, c, Signer, Today)));
        Assert.Equal(ConsentRefusals.SaidNo(Today.AddDays(30)), Assert.IsType<Outcome.Refused>(await Ask(new("ask-2"))).Why);
    }
}
