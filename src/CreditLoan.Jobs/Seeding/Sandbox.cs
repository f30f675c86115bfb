using CreditLoan.Domain.Access;
using CreditLoan.Domain.BankClients;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Profiles;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Ledger.Records;

namespace CreditLoan.Jobs.Seeding;

/// <summary>A bank to try the API with (沙箱银行): a product, enterprises with records, profiles and consents, applications that wait, contracts to pay out under. All invented, told through the same decisions.</summary>
/// <param name="seed">The same seed makes the same enterprises.</param>
public sealed class Sandbox(Database database, EventStore store, DateOnly today, int seed = 20261121)
{
    public static readonly BankCode Bank = new("SB01");
    public static readonly ProductId Product = new(Bank, "SX01");
    private const int FirstNumber = 900_000;
    private static readonly WorkingCalendar Calendar = PublishedCalendar.China;
    private static readonly DemoBanks.DemoBank Staff = new(Bank, "沙箱银行");
    private static readonly Actor Security = new("sandbox-security", Role.SecurityAdministrator, "");
    private readonly DemoStory _story = new(store, seed);

    /// <summary>The enterprises that have applied, in order; every third has signed and may draw.</summary>
    public IReadOnlyList<EnterpriseCode> Enterprises { get; private set; } = [];

    /// <summary>Makes the bank and its data where there is none yet; true where it did.</summary>
    /// <param name="reads">How often a day the bank may read each profile.</param>
    public async Task<bool> Make(int enterprises = 12, int reads = 100, CancellationToken stop = default)
    {
        if ((await new Banks(database.Reader).All(stop)).Any(b => b.Code == Bank)) return false;
        await Banks.Register(database.Writer, Bank, Staff.Name, stop);
        await Offer();
        var made = Enumerable.Range(FirstNumber + 1, enterprises).Select(n => DemoEnterprise.Make(n, seed, today.AddMonths(-1))).ToArray();
        Enterprises = [.. made.Select(e => e.Code)];
        await Parallel.ForEachAsync(made, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stop }, async (e, _) => await Introduce(e, reads));
        var records = made.Select(e => new DemoRecords(e, seed, today)).ToArray();
        var writer = new RecordWriter(database.Writer);
        await writer.Write(records.SelectMany(r => r.Invoices()), stop);
        await writer.Write(records.SelectMany(r => r.Months()), stop);
        await writer.Write(records.SelectMany(r => r.Facts()), stop);
        await writer.Cover([.. records.SelectMany(r => r.Coverage())], stop);
        await new ProfileJob(database, TimeProvider.System).Run(Enterprises, today, stop);
        foreach (var e in made) await Apply(e);
        return true;
    }

    /// <summary>Hands a public key in for the sandbox bank and lets it in, as two invented persons.</summary>
    public async Task<BankClientId> LetIn(string name, string publicKey)
    {
        if (!ClientKey.TryRead(publicKey, out var key, out var why)) throw new InvalidOperationException(why.Sentence);
        var (id, administrator) = (new BankClientId($"{Bank}-{name}"), Staff.Administrator);
        await _story.Do(administrator, today, "bank_client.propose", BankClient.Stream(id), c => BankClientDecisions.Propose(c, id, key, "沙箱接入", administrator, today));
        await _story.Do(Security, today, "bank_client.approve", BankClient.Stream(id), c => BankClientDecisions.Approve(c, key.Thumbprint, Security, today));
        return id;
    }

    private async Task Offer()
    {
        var (by, stream) = (Staff.Administrator, Domain.Products.Product.Stream(Product));
        var terms = new ProductTerms("沙箱流水贷", "供银行系统联调使用的产品，数据均为虚构。", new Price(LprTenor.OneYear, 50, 150), [], Money.Wan(1), Money.Wan(1_000), 1, 24,
            [RepaymentMethod.EqualInstalments, RepaymentMethod.InterestFirst, RepaymentMethod.Bullet, RepaymentMethod.Revolving], [Domain.Values.Security.Unsecured], [], [], today.AddMonths(6));
        await _story.Do(by, today, "product.draft", stream, p => ProductDecisions.Draft(p, by, Product, terms, today));
        await _story.Do(by, today, "product.publish", stream, p => ProductDecisions.Publish(p, by, Product, today));
    }

    private async Task Introduce(DemoEnterprise e, int reads)
    {
        var stream = Enterprise.Stream(e.Code);
        await _story.Do(e.Signer, e.RegisteredOn, "enterprise.register", stream, s => EnterpriseDecisions.Register(s, e.Signer, e.Registration, e.RegisteredOn));
        await _story.Do(e.Signer, e.RegisteredOn, "enterprise.report-figures", stream, s => EnterpriseDecisions.ReportFigures(s, e.Signer, e.Figures, e.RegisteredOn));
        await Consent(e, "P", Recipient.Platform, Purpose.Matching, 1);
        await Consent(e, "B", Recipient.Bank(Bank), Purpose.CreditApproval, reads);
    }

    private async Task Consent(DemoEnterprise e, string mark, Recipient recipient, Purpose purpose, int times)
    {
        var id = new ConsentId($"A-{today.Year}-S{mark}{e.Number:000000}");
        var terms = new ConsentTerms(recipient, purpose, Enum.GetValues<DataClass>(), [], new DataRange(today.AddYears(-3), today.AddYears(1)), ConsentMode.View,
            new Frequency(times, FrequencyUnit.Day), 0, today, today.AddMonths(12).AddDays(-1));
        var name = recipient.IsPlatform ? ConsentNotice.Platform : Staff.Name;
        var notice = ConsentNotice.Of(name, purpose);
        await ConsentNotice.Keep(database, name, purpose);
        var signature = ConsentText.SignInSession(id, e.Code, terms, notice, e.Signer.Account);
        await _story.Do(e.Signer, today, "consent.grant", ConsentDoor.Stream(e.Code, recipient), Domain.Consents.Consent.Stream(id),
            (door, consent) => ConsentDecisions.Grant(door, consent, new Consent.Unknown(), e.Signer, id, e.Code, terms, notice, signature, ConsentText.IsSigned, null, today));
    }

    private async Task Apply(DemoEnterprise e)
    {
        var id = await new CreditLineQueries(database.Reader).NextNumber(e.Signer.AsViewer, today.Year);
        var (line, borrower, amount) = (CreditLine.Stream(id), e.Borrower(SizeClass.Small), Money.Wan(30 + e.Number % 17 * 10));
        var asked = new Application(id, Bank, e.Code, Product, null, amount, 12, RepaymentMethod.EqualInstalments, LoanPurpose.WorkingCapital);
        await _story.Do(e.Signer, today, "credit-line.request", line, l => CreditLineDecisions.Request(l, asked, borrower, e.Signer, today, Calendar));
        if (e.Number % 3 != 0) return;
        var terms = new CreditTerms(amount, Rate.Percent(4.35m), 12, RepaymentMethod.EqualInstalments, today.AddMonths(12));
        await _story.Do(Staff.Officer(0), today, "credit-line.take-up", line, l => CreditLineDecisions.TakeUp(l, Staff.Officer(0), today, Calendar));
        await _story.Do(Staff.Approver, today, "credit-line.grant", line, l => CreditLineDecisions.Grant(l, terms, Staff.Approver, today, Calendar));
        await _story.Do(e.Signer, today, "credit-line.sign", line, l => CreditLineDecisions.Sign(l, e.Signer, today));
    }
}
