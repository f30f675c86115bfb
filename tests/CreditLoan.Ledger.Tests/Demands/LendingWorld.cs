using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Tests.Demands;

/// <summary>A database with one enterprise, three banks' products and a rate, made through the product's own decisions.</summary>
public sealed class LendingWorld : IAsyncLifetime
{
    public static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
    public static readonly EnterpriseCode Hengrui = new("914403001922038216");
    public static readonly BankCode[] Banks = [new("A"), new("B"), new("C")];
    public static readonly Actor Signer = new("chen", Role.LegalRepresentative, Hengrui.Value);
    public static readonly Need Wanted = new(Money.Wan(200), 12, LoanPurpose.Materials, [Security.Unsecured]);
    private static readonly Notice Notice = new("2026-1", ConsentText.Hash("告知书"));

    internal TestDatabase Db { get; private set; } = null!;

    internal EventStore Store => Db.Store;

    public static Actor Officer(BankCode bank) => new("officer-" + bank, Role.BankOfficer, bank.Value);
    public static Viewer ViewerOf(BankCode bank) => Officer(bank).AsViewer;
    public static Command Command(Actor by, string act = "test") => Ledger.Command.For(by, Today, act, Guid.NewGuid());

    public static ConsentTerms Terms(Recipient recipient, Purpose purpose) => new(
        recipient, purpose, [DataClass.Registration, DataClass.Invoices], [], new(Today.AddYears(-3), Today), ConsentMode.Store, new(10, FrequencyUnit.Month),
        90, Today, Today.AddMonths(6));

    public async Task InitializeAsync()
    {
        Db = await TestDatabase.Create();
        var given = new Registration(Hengrui, "澜江恒锐精密机械有限公司", new("449902"), new("C3484"), IndustryEdition.Gb2017, new(2014, 5, 6));
        Assert.IsType<Outcome.Done>(await Store.Change(Command(Signer), Enterprise.Stream(Hengrui), e => EnterpriseDecisions.Register(e, Signer, given, Today)));
    }

    public async Task DisposeAsync() => await Db.DisposeAsync();

    internal async Task<DemandId> Post(int cap, params BankCode[] banks)
    {
        var id = new DemandId(Guid.NewGuid().ToString("N"));
        var outline = new Outline(new("449902"), "C", SizeClass.Small);
        Assert.IsType<Outcome.Done>(await Store.Change(Command(Signer), Demand.Stream(id),
            d => DemandDecisions.Post(d, Signer, id, Hengrui, Wanted, outline, banks, cap, Today.AddDays(30), Today)));
        return id;
    }

    internal Task<ConsentId> Grant(BankCode bank, Purpose purpose) => Grant(Recipient.Bank(bank), purpose);

    internal Task<ConsentId> GrantPlatform() => Grant(Recipient.Platform, Purpose.Matching);

    private async Task<ConsentId> Grant(Recipient recipient, Purpose purpose)
    {
        var id = new ConsentId(Guid.NewGuid().ToString("N"));
        var door = await Store.Load(ConsentDoor.Stream(Hengrui, recipient));
        var before = door.State.StandingFor(purpose) ?? new ConsentId("none-" + id);
        var terms = Terms(recipient, purpose);
        Assert.IsType<Outcome.Done>(await Store.Change(
            Command(Signer), ConsentDoor.Stream(Hengrui, recipient), Consent.Stream(id), Consent.Stream(before),
            (d, c, b) => ConsentDecisions.Grant(d, c, b, Signer, id, Hengrui, terms, Notice, ConsentText.SignInSession(id, Hengrui, terms, Notice, "chen"), ConsentText.IsSigned, null, Today)));
        return id;
    }

    internal Task<Outcome> Revoke(BankCode bank, ConsentId id) => Revoke(Recipient.Bank(bank), id);

    internal Task<Outcome> Revoke(Recipient recipient, ConsentId id) => Store.Change(
        Command(Signer), ConsentDoor.Stream(Hengrui, recipient), Consent.Stream(id), (_, c) => ConsentDecisions.Revoke(c, Signer, Today));
}
