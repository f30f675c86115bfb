using System.IO.Compression;
using System.Text;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

/// <summary>Of a bank's file the good rows are taken, the bad ones come back marked and go in mended; the same file twice adds nothing, and a number that says something else is for a person.</summary>
[Collection(Journeys.Name)]
public class A_bank_file_is_taken_in_part(City city)
{
    private const string Bank = "LJ12", Header = "类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期\n";

    private sealed record Loan(string Number, string Borrower, string Product, string Amount, string Day)
    {
        public string Line => $"放款,{Number},{Borrower},{Product},{Amount},{Day}\n";
    }

    [Fact]
    public async Task And_the_rest_when_it_is_put_right()
    {
        await using var clerk = await city.SignIn(Role.PoolClerk);
        await using var manager = await city.SignIn(Role.PoolManager);
        var loans = await Loans();
        var bad = new[] { loans[2] with { Borrower = loans[2].Borrower[..17] + (loans[2].Borrower[17] == '0' ? '1' : '0') }, loans[3] with { Day = "2026-02-30" }, loans[4] with { Amount = "一百万" } };
        var first = Encoding.UTF8.GetBytes(Header + string.Concat(loans.Take(2).Concat(bad).Select(l => l.Line)));

        await Chooses(clerk, "部分有误.csv", first);
        await clerk.Sees("2 行可导入");
        await clerk.Sees("3 处有误，相应的行不导入");
        var marked = await SavesErrors(clerk);
        Assert.Equal(["C4", "E6", "F5"], Notes(marked));
        await Takes(clerk, "2 笔一致，0 笔有差异");

        await Chooses(clerk, "补正.xlsx", Mended(marked, bad.Zip(loans.Skip(2)).ToDictionary(p => Changed(p.First, p.Second), p => Changed(p.Second, p.First))));
        await clerk.Sees("5 行可导入");
        await Takes(clerk, "5 笔一致，0 笔有差异");

        var files = await Count("bank_file_book");
        await Chooses(clerk, "部分有误，再报.csv", first);
        await Takes(clerk, "2 笔一致，0 笔有差异");
        Assert.Equal(files, await Count("bank_file_book"));
        Assert.Equal(0, await Count($"break_book where bank = '{Bank}'"));

        await Chooses(clerk, "金额不同.csv", Encoding.UTF8.GetBytes(Header + (loans[0] with { Amount = "1.00" }).Line));
        await Takes(clerk, "1 笔有差异");
        Assert.Equal(1, await Count($"break_book where bank = '{Bank}' and number = '{loans[0].Number}' and kind = 'FileConflict'"));
        await IsEnded(manager, clerk);
    }

    private static async Task Chooses(Person clerk, string name, byte[] file)
    {
        await clerk.Open("/pool/files");
        await clerk.Page.GetByLabel("银行", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Value = Bank });
        await clerk.Page.GetByLabel("文件", new() { Exact = true }).Offer(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = file });
        await clerk.Sees("行可导入");
    }

    private static async Task Takes(Person clerk, string result)
    {
        await clerk.Page.GetByText("只报有变动的借据").ClickAsync();
        await clerk.Button("导入并核对").ClickAsync();
        await clerk.Sees($"核对完成：{(result.StartsWith('1') ? "" : result)}");
        await clerk.Sees(result);
    }

    private static async Task<byte[]> SavesErrors(Person clerk)
    {
        var saved = await clerk.Page.RunAndWaitForDownloadAsync(() => clerk.Button("下载错误工作簿").ClickAsync());
        return await File.ReadAllBytesAsync((await saved.PathAsync())!);
    }

    /// <summary>The cells with a comment.</summary>
    private static string[] Notes(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        using var part = zip.Entries.Single(e => e.Name.StartsWith("comments", StringComparison.Ordinal)).Open();
        return [.. System.Xml.Linq.XDocument.Load(part).Descendants().Where(e => e.Name.LocalName == "comment").Select(e => e.Attribute("ref")!.Value).Order(StringComparer.Ordinal)];
    }

    /// <summary>The workbook as its receiver would send it back, each wrong value overwritten.</summary>
    private static byte[] Mended(byte[] workbook, Dictionary<string, string> values)
    {
        var kept = new MemoryStream();
        kept.Write(workbook);
        using (var zip = new ZipArchive(kept, ZipArchiveMode.Update, leaveOpen: true))
            foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal) || e.Name == "sharedStrings.xml").ToArray())
            {
                string text;
                using (var reader = new StreamReader(entry.Open())) text = reader.ReadToEnd();
                foreach (var (wrong, right) in values) text = text.Replace($">{wrong}<", $">{right}<", StringComparison.Ordinal);
                var name = entry.FullName;
                entry.Delete();
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        return kept.ToArray();
    }

    private static string Changed(Loan one, Loan other) => one.Borrower != other.Borrower ? one.Borrower : one.Day != other.Day ? one.Day : one.Amount;

    /// <summary>What the last file left is explained by one person and closed by another.</summary>
    private async Task IsEnded(Person manager, Person clerk)
    {
        while (await Count($"break_book where bank = '{Bank}' and stage = 'Open'") is > 0 and var left)
        {
            await manager.Open("/pool/breaks?break=" + Uri.EscapeDataString(await DatabaseServer.Text(city.Database, $"select min(id) from break_book where bank = '{Bank}' and stage = 'Open'")));
            await manager.Page.GetByText("说明后关闭", new() { Exact = true }).ClickAsync();
            await manager.Choose("原因", "录入错误");
            await manager.Fill("说明", "试报的金额，作废");
            await manager.Button("提交复核").ClickAsync();
            await manager.Sees("这是您提交的");
            Assert.Equal(left - 1, await Count($"break_book where bank = '{Bank}' and stage = 'Open'"));
        }
        while (await Count($"break_book where bank = '{Bank}' and stage = 'UnderReview'") > 0)
        {
            await clerk.Open("/pool/breaks?break=" + Uri.EscapeDataString(await DatabaseServer.Text(city.Database, $"select min(id) from break_book where bank = '{Bank}' and stage = 'UnderReview'")));
            await clerk.Button("同意，关闭").ClickAsync();
            await Assertions.Expect(clerk.Button("同意，关闭")).ToHaveCountAsync(0);
        }
    }

    /// <summary>Five of the bank's loans that the platform knows and a pool covers: of them nothing else is amiss.</summary>
    private async Task<Loan[]> Loans() => [.. (await DatabaseServer.Text(city.Database, $"""
        select string_agg(concat_ws(',', number, enterprise, product, to_char(principal / 100.0, 'FM999999990.00'), to_char(value_date, 'YYYY-MM-DD')), ' ') from (
          select * from loan_book where bank = '{Bank}' and stage = 'Running' and value_date > '2025-12-01' and product is not null
            and exists (select from enrolment_book e where e.bank = loan_book.bank and e.number = loan_book.number and e.stage = 'InForce') order by value_date, number limit 5) five
        """)).Split(' ').Select(l => l.Split(',')).Select(l => new Loan(l[0], l[1], l[2], l[3], l[4]))];

    private Task<long> Count(string rows) => DatabaseServer.Count(city.Database, $"select count(*) from {rows}");
}
