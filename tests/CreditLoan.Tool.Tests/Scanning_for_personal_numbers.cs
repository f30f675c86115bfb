using System.IO.Compression;
using Npgsql;

namespace CreditLoan.Tool.Tests;

public sealed class Scanning_for_personal_numbers : IDisposable
{
    private static readonly HashSet<string> Numbers = ["10012345678", "999900198001011234"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creditloan-scan-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("nothing here: 10012345679", 0)]
    [InlineData("phone=10012345678;", 1)]
    [InlineData("a longer run 9910012345678991 has it too", 1)]
    [InlineData("999900198001011234 and 10012345678", 2)]
    [InlineData("\\x3130303132333435363738", 1)]
    [InlineData("1001234567 8", 0)]
    public void Finds_them_as_text_and_in_hexadecimal(string text, int found) => Assert.Equal(found, ScanCommand.Find(new StringReader(text), Numbers).Count);

    [Fact]
    public void Looks_into_folders_and_into_the_parts_of_a_workbook()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "nothing.log"), "10012345679");
        var page = folder.CreateSubdirectory("print-a1").FullName;
        File.WriteAllText(Path.Combine(page, "page.html"), "<p>10012345678</p>");
        using (var zip = ZipFile.Open(Path.Combine(page, "report.xlsx"), ZipArchiveMode.Create))
        using (var part = new StreamWriter(zip.CreateEntry("xl/sharedStrings.xml").Open())) part.Write(string.Concat(Enumerable.Repeat("<t>999900198001011234</t>", 100)));

        Assert.Equal(Numbers.Order(), ScanCommand.InFolder(folder, "*", Numbers).Numbers.Order());
        var printed = ScanCommand.InFolder(folder, "print-*", Numbers);
        Assert.Equal((2, 0), (printed.Files, printed.Closed));
        Assert.Empty(ScanCommand.InFolder(folder, "ASPNETCORE_*", Numbers).Numbers);
    }

    [Fact]
    public async Task Looks_into_what_a_sort_of_PostgreSQL_has_put_on_disk()
    {
        await using var db = await TestDatabase.Create();
        await using var source = NpgsqlDataSource.Create(db.OwnerConnection);
        await using var sorting = await source.OpenConnectionAsync();
        await using var open = await sorting.BeginTransactionAsync();
        // The file lies there until the cursor is closed.
        await using (var command = new NpgsqlCommand("set local work_mem = '64kB'; declare sorted cursor for select lpad(n::text, 200, 'x') || case n when 777 then ' 10012345678 ' else '' end from generate_series(1, 20000) n order by md5(n::text); fetch 1 from sorted", sorting, open))
            await command.ExecuteNonQueryAsync();
        var seen = await ScanCommand.InPostgres(source, Numbers, CancellationToken.None);
        Assert.True(seen.Bytes > 1_000_000);
        Assert.Equal(["10012345678"], seen.Numbers);
    }
}
