using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Bureau;

namespace CreditLoan.Ledger.Tests;

/// <summary>What the bureau's follower makes of loans, on a real log.</summary>
public class Counting_volume
{
    private static readonly Viewer Analyst = new("he", Role.BureauAnalyst, "");
    private static readonly BankCode Bank = new("LJ01");
    private static readonly DateOnly March = new(2026, 3, 2);

    [Fact]
    public async Task Counts_a_loan_in_its_month_and_restates_that_month_when_it_is_corrected_and_reversed()
    {
        await using var db = await TestDatabase.Create();
        var figures = new BureauQueries(db.Reader);
        var followers = new Followers(db.Database.Writer, new SettledLog(db.Database.Writer, db.Store), [new BureauFollower()]);
        var loan = new LoanId(Bank, "JJ1");
        var was = new Disbursement(Money.Wan(100), Rate.Percent(4), March, March.AddYears(1));
        var now = was with { Principal = Money.Wan(90), ValueDate = new DateOnly(2026, 4, 1) };

        await Happened(db, loan, Disbursed(loan, was));
        await followers.CatchUp();
        Assert.Equal((1L, Money.Wan(100), Money.Wan(100)), await Month(figures, 3));

        await Happened(db, loan, new LoanEvent.DisbursementCorrected(was, now, "起息日报错", new DateOnly(2026, 4, 3)));
        await followers.CatchUp();
        Assert.Equal((0L, Money.Zero, Money.Zero), await Month(figures, 3));
        Assert.Equal((1L, Money.Wan(90), Money.Wan(90)), await Month(figures, 4));

        await Happened(db, loan, new LoanEvent.Repaid(Money.Wan(30), Money.Zero, new DateOnly(2026, 5, 6)));
        await followers.CatchUp();
        Assert.Equal((0L, Money.Zero, Money.Wan(60)), await Month(figures, 5));

        var restated = await figures.Restatements(Analyst, 0, 10);
        Assert.Equal([-Money.Wan(100), Money.Wan(90)], restated.Rows.Select(r => r.Change));
        Assert.All(restated.Rows, r => Assert.Equal(loan.Fingerprint(), r.Fingerprint));

        async Task<int> Beginning(string? print) => (await figures.Loans(Analyst, new VolumeFilter(DateOnly.MinValue, March.AddMonths(2)), print, Sql.Of($"fingerprint"), 0, 10)).Rows.Count;
        Assert.Equal((1, 1, 0, 0), (await Beginning(null), await Beginning(loan.Fingerprint()[..6]), await Beginning(loan.Fingerprint()[1..]), await Beginning("%")));
    }

    [Fact]
    public async Task Tells_the_bureau_who_stands_behind_a_loan_for_a_reason_and_on_record()
    {
        await using var db = await TestDatabase.Create();
        var (names, loan) = (new LoanNames(db.Database), new LoanId(Bank, "JJ1"));
        await Happened(db, loan, Disbursed(loan, new Disbursement(Money.Wan(100), Rate.Percent(4), March, March.AddYears(1))));
        var analyst = new Actor("he", Role.BureauAnalyst, "");
        var request = new NameRequest(NameReason.FigureInDoubt, "核对 3 月报送");

        Assert.Equal(NameRequest.AboutMissing, (await names.Tell(analyst, loan.Fingerprint(), request with { About = " " }, March)).Why);
        Assert.Equal(NameRequest.NotBureau, (await names.Tell(new Actor("o", Role.BankOfficer, "LJ01"), loan.Fingerprint(), request, March)).Why);
        Assert.Equal(0, await db.Value<long>("select count(*) from audit where act = 'loan.name'"));

        Assert.Equal("JJ1", (await names.Tell(analyst, loan.Fingerprint(), request, March)).Loan!.Number);
        Assert.Equal("FigureInDoubt: 核对 3 月报送", await db.Value<string>("select detail ->> 'reason' from audit where act = 'loan.name' and account = 'he' and subject[1] = 'loan/LJ01/JJ1'"));
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => db.Reader.Rows<string>(
            new Viewer("o", Role.BankOfficer, "LJ01"), $"select number from name_loan({loan.Fingerprint()}, {"o"}, {"BankOfficer"}, {"LJ01"}, {"x"}, {March})"));
        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Is_the_same_however_often_the_follower_runs()
    {
        await using var db = await TestDatabase.Create();
        var followers = new Followers(db.Database.Writer, new SettledLog(db.Database.Writer, db.Store), [new BureauFollower()]);
        for (var n = 1; n <= 5; n++)
            await Happened(db, new LoanId(Bank, $"JJ{n}"), Disbursed(new LoanId(Bank, $"JJ{n}"), new Disbursement(Money.Wan(10), Rate.Percent(4), March, March.AddYears(1))));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => followers.CatchUp()));
        await followers.CatchUp();
        Assert.Equal((5L, Money.Wan(50), Money.Wan(50)), await Month(new BureauQueries(db.Reader), 3));
    }

    [Fact]
    public async Task Shows_a_bank_its_own_part_only()
    {
        await using var db = await TestDatabase.Create();
        var followers = new Followers(db.Database.Writer, new SettledLog(db.Database.Writer, db.Store), [new BureauFollower()]);
        await Happened(db, new LoanId(Bank, "JJ1"), Disbursed(new LoanId(Bank, "JJ1"), new Disbursement(Money.Wan(10), Rate.Percent(4), March, March.AddYears(1))));
        await followers.CatchUp();
        var filter = new VolumeFilter(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 1));
        var figures = new BureauQueries(db.Reader);
        Assert.Equal(1, (await figures.Total(new Viewer("a", Role.BankOfficer, "LJ01"), filter)).LoanCount);
        Assert.Equal(0, (await figures.Total(new Viewer("b", Role.BankOfficer, "LJ02"), filter)).LoanCount);
    }

    private static async Task<(long, Money, Money)> Month(BureauQueries figures, int month)
    {
        var row = (await figures.Months(Analyst, new VolumeFilter(new DateOnly(2026, month, 1), new DateOnly(2026, month, 1))))[0];
        return (row.LoanCount, row.Disbursed, row.Outstanding);
    }

    private static LoanEvent.Disbursed Disbursed(LoanId loan, Disbursement d) => new(
        loan, new CreditLineId("SQ-2026-000001"), new EnterpriseCode("91350100M000100Y43"), null, d.Principal, d.Rate, d.ValueDate, d.Maturity,
        RepaymentMethod.Bullet, Security.Unsecured, new Borrower(new DistrictCode("449901"), new IndustryCode("C3411"), SizeClass.Small, false), FirstTime: true, Renews: null);

    private static async Task Happened(TestDatabase db, LoanId loan, LoanEvent happened) =>
        Assert.IsType<Outcome.Done>(await db.Store.Change(
            Command.For(new Actor("lin", Role.BankOfficer, "LJ01"), March, "loan.report", happened), Loan.Stream(loan), _ => happened));
}
