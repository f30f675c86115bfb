using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.BankClients;
using CreditLoan.Ledger.Tests.Loans;

namespace CreditLoan.Ledger.Tests.BankClients;

public sealed class Rebuilding_the_banks_feed
{
    private const string Feed = "select md5(string_agg(f::text, ';' order by bank, seq)) || ' ' || count(*) from bank_feed f";
    private const string Told = "select string_agg(webhook || ':' || seq || ':' || tries, ',' order by webhook, seq) from webhook_delivery";

    [Fact]
    public async Task Makes_it_equal_and_tells_nobody_twice_and_leaves_nobody_untold()
    {
        await using var db = await TestDatabase.Create();
        var (lending, log) = (new Lending(db.Store), new SettledLog(db.Database.Writer, db.Store));
        Task<long> Follow() => new Followers(db.Database.Writer, log, [new BankFeedFollower()]).CatchUp();
        Task<Rebuilt> Rebuild() => new FollowerRebuild(db.Database.Owner, log).Run(new BankFeedFollower());

        var line = await lending.Open(1, Money.Wan(40));
        await Follow();
        // What was told before an address came is not told to it, not by a rebuild either.
        await db.Execute($"insert into webhook (id, bank, url, secret, made_at, made_by) values ('late', '{Lending.Bank}', 'https://bank.example/', 'x', now(), 'admin')");
        await lending.Disburse(line, new LoanId(Lending.Bank, "JJ1"), Money.Wan(30));
        await Follow();
        await db.Execute("update webhook_delivery set tries = 2");
        var (feed, told) = (await db.Value<string>(Feed), await db.Value<string>(Told));
        Assert.Equal(2, told.Split(',').Length);

        await db.Execute("delete from bank_feed where seq % 2 = 0");
        var made = await Rebuild();
        Assert.Equal((feed, told), (await db.Value<string>(Feed), await db.Value<string>(Told)));
        Assert.Equal(feed.Split(' ')[1], made.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture));

        // What the live one has not taken yet is left to it: only it tells.
        await lending.Disburse(line, new LoanId(Lending.Bank, "JJ2"), Money.Wan(5));
        await Rebuild();
        Assert.Equal((feed, told), (await db.Value<string>(Feed), await db.Value<string>(Told)));
        Assert.Equal(2, await Follow());
        Assert.Equal(4, (await db.Value<string>(Told)).Split(',').Length);
        feed = await db.Value<string>(Feed);
        await Rebuild();
        Assert.Equal(feed, await db.Value<string>(Feed));

        // The tables that changed places are as open and as closed as before.
        Assert.NotEmpty(await new BankFeedQueries(db.Reader).After(Lending.Officer.AsViewer, 0, 10));
        Assert.Empty(await new BankFeedQueries(db.Reader).After(Lending.Rival, 0, 10));
    }
}
