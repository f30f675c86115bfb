using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Tests.Pools;

/// <summary>The same year, or month, as page, workbook and print, held against the postings themselves.</summary>
[Collection(CityVisitors.Name)]
public sealed partial class A_statement(City city)
{
    private const string InAccount = "in ('Cash', 'Earmarked')";
    private const string Inflow = $"case when debit {InAccount} then amount else 0 end - case when credit {InAccount} then amount else 0 end";

    /// <summary>One period's statement in its three forms.</summary>
    private sealed record Forms(string Page, string[][] Book, string Print);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_scheme_is_the_same_as_page_workbook_and_print_and_ties_to_the_journal(bool isMonth)
    {
        var (pool, month) = await PoolThatPaid();
        var (before, within) = isMonth ? ($"day < '{month:yyyy-MM-dd}'", Within(month)) : ("false", "true");
        using var manager = await city.Enter(Role.PoolManager, Whose.Own);
        var statement = await Read(manager, $"/pool/statements/{pool}{Asked("?", isMonth, month)}", pool, Asked("?", isMonth, month));

        var opening = await Journal(pool, Inflow, before);
        var closing = await Journal(pool, Inflow, $"({before} or {within})");
        var paid = await Journal(pool, "amount", $"act = 'paid' and {within}");
        Assert.True(paid.IsPositive);
        Assert.Equal((opening, closing), (Of(statement.Book, "期初余额", 5), Of(statement.Book, "期末余额", 5)));
        Assert.Equal((paid, await Journal(pool, "amount", $"act = 'recovery' and {within}")), (Sum(statement.Book, "拨付", 4), Sum(statement.Book, "追偿返还", 3)));
        Assert.Equal(await Journal(pool, "amount", $"act = 'reserved' and {within}") - await Journal(pool, "amount", $"act = 'released' and {within}"), Sum(statement.Book, "批准", 5));
        // What stands between the two balances moved the account, and nothing else did.
        var moves = statement.Book.Where(l => l[1].Length == 0 && (l[3].Length > 0 || l[4].Length > 0));
        Assert.Equal(closing, opening + Money.Sum(moves.Select(l => Yuan(l[3]) - Yuan(l[4]))));
        AssertSame(statement);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_bank_is_its_own_part_in_all_three_forms_and_nobody_else_s(bool isMonth)
    {
        var (pool, month) = await PoolThatPaid();
        var bank = city.Tenant(TenantKind.Bank, Whose.Own);
        var mine = $"bank = '{bank}' and {(isMonth ? Within(month) : "true")}";
        using var officer = await city.Enter(Role.BankOfficer, Whose.Own);
        var (scheme, year) = (pool.Split('/')[0], pool.Split('/')[1]);
        var statement = await Read(officer, $"/bank/statements?scheme={scheme}&year={year}{Asked("&", isMonth, month)}", pool, Asked("?", isMonth, month));

        var (paid, returned) = (await Journal(pool, "amount", $"act = 'paid' and {mine}"), await Journal(pool, "amount", $"act = 'recovery' and {mine}"));
        Assert.Equal((paid, returned, paid - returned), (Sum(statement.Book, "拨付", 4), Sum(statement.Book, "追偿返还", 3), Sum(statement.Book, "净补偿", 5)));
        Assert.True(statement.Book.Where(l => l.Skip(3).Any(cell => cell.Length > 0)).Select(l => l[1]).Distinct().Count() <= 1);
        Assert.DoesNotContain(statement.Book, l => l[0] is "期初余额" or "期末余额");
        Assert.DoesNotContain("期末余额", statement.Page + statement.Print, StringComparison.Ordinal);
        AssertSame(statement);
    }

    /// <summary>Every amount of the workbook stands on the page and in the print.</summary>
    private static void AssertSame(Forms statement)
    {
        foreach (var amount in statement.Book.SelectMany(line => line.Skip(3)).Where(cell => cell.Length > 0).Select(Yuan).Where(m => !m.IsZero))
        {
            Assert.Matches($@"(?<![\d,]){Regex.Escape(Words.Yuan(amount))}(?!\d)", statement.Page);
            Assert.Contains(Words.Yuan(amount), statement.Print, StringComparison.Ordinal);
        }
    }

    private static async Task<Forms> Read(HttpClient reader, string page, string pool, string asked)
    {
        var html = await reader.GetStringAsync(new Uri(page, UriKind.Relative));
        var book = await reader.GetByteArrayAsync(new Uri($"/statements/{pool}.xlsx{asked}", UriKind.Relative));
        using var answer = await reader.GetAsync(new Uri($"/statements/{pool}.pdf{asked}", UriKind.Relative));
        var print = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, System.Text.Encoding.UTF8.GetString(print));
        return new Forms(WebUtility.HtmlDecode(Mark().Replace(html[html.IndexOf("<main", StringComparison.Ordinal)..], " ")), Lines(book), PrintedText.Of(print));
    }

    /// <summary>The pool that paid most often, and the first day of a month in which it did.</summary>
    private async Task<(string Pool, DateOnly Month)> PoolThatPaid()
    {
        var pool = await city.Value("select split_part(stream_id, '/', 2) || '/' || split_part(stream_id, '/', 3) from pool_journal where act = 'paid' group by 1 order by count(*) desc, 1 limit 1");
        return (pool, DateOnly.Parse(await city.Value($"select to_char(min(day), 'YYYY-MM-01') from pool_journal where act = 'paid' and stream_id = 'pool/{pool}'"), CultureInfo.InvariantCulture));
    }

    private static string Asked(string begin, bool isMonth, DateOnly month) => isMonth ? $"{begin}month={month.Month}" : "";

    private static string Within(DateOnly month) => $"day between '{month:yyyy-MM-dd}' and '{month.AddMonths(1).AddDays(-1):yyyy-MM-dd}'";

    private async Task<Money> Journal(string pool, string what, string where) =>
        new(await city.Portal.Db.Value<long>($"select coalesce(sum({what}), 0)::bigint from pool_journal where stream_id = 'pool/{pool}' and {where}"));

    private static Money Of(string[][] book, string item, int column) => Yuan(book.Single(l => l[0] == item)[column]);

    /// <summary>Over all banks.</summary>
    private static Money Sum(string[][] book, string item, int column) => Money.Sum(book.Where(l => l[0] == item && l[1].Length > 0).Select(l => Yuan(l[column])));

    private static Money Yuan(string cell) => cell.Length == 0 ? Money.Zero : Money.Yuan(decimal.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture));

    /// <summary>The rows below the header, six cells each.</summary>
    private static string[][] Lines(byte[] book)
    {
        using var parts = new ZipArchive(new MemoryStream(book));
        using var sheet = parts.Entries.Single(e => e.FullName.EndsWith("/sheet1.xml", StringComparison.Ordinal)).Open();
        return
        [
            .. XDocument.Load(sheet).Descendants().Where(e => e.Name.LocalName == "row").Skip(1).Select(row =>
            {
                var cells = Enumerable.Repeat("", 6).ToArray();
                foreach (var (cell, i) in row.Elements().Select((c, i) => (c, i))) cells[(string?)cell.Attribute("r") is { } at ? at[0] - 'A' : i] = cell.Value;
                return cells;
            }),
        ];
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Mark();
}
