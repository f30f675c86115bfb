using System.Globalization;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;
using Npgsql;

namespace CreditLoan.E2e.Stories;

/// <summary>What leaves the platform or lies about on its machine, checked by the operator's commands: a consent file, an export of the audit trail, a dump of the database, temporary files.</summary>
[Collection(Journeys.Name)]
public class The_operator_checks_what_was_handed_out(City city)
{
    private const string OwnConsent = "select consent from consent_book where status = 'Active' and enterprise = (select tenant from identity.account where user_name = 'owner') order by consent limit 1";

    [Fact]
    public async Task A_consent_file_of_the_city_holds_and_a_changed_one_does_not()
    {
        await using var owner = await city.SignIn(Role.LegalRepresentative);
        await owner.Open("/enterprise/consents");
        var number = await DatabaseServer.Text(city.Database, OwnConsent);
        var text = await owner.Page.EvaluateAsync<string>("async n => await (await fetch(`/consents/${n}.json`)).text()", number);
        await Kept(text, async file => Assert.StartsWith(number + ": ", await Running.ToEnd(City.Xyd, "", "verify-consent", file), StringComparison.Ordinal));
        await Kept(text.Replace("\"KeepDays\":0", "\"KeepDays\":30", StringComparison.Ordinal), async file =>
            Assert.Contains("something was changed", (await Assert.ThrowsAsync<InvalidOperationException>(() => Running.ToEnd(City.Xyd, "", "verify-consent", file))).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_export_of_the_audit_trail_holds_without_the_platform()
    {
        await using var auditor = await city.SignIn(Role.AuditAdministrator);
        await auditor.Open("/admin/audit");
        var export = await auditor.Page.EvaluateAsync<string>("async () => await (await fetch('/admin/audit/export?act=account.create')).text()");
        await Kept(export, async file => Assert.Contains("each in the tree that key", await Running.ToEnd(City.Xyd, "", "verify-evidence", "--export", file), StringComparison.Ordinal));
    }

    /// <summary>The dump is every table as COPY writes it, which is what pg_dump would put into a plain one.</summary>
    [Fact]
    public async Task A_dump_of_the_city_and_its_temporary_files_hold_no_seeded_personal_number()
    {
        // Something was printed on the way.
        await using var owner = await city.SignIn(Role.LegalRepresentative);
        await owner.Open("/enterprise/consents");
        var printed = owner.Page.EvaluateAsync<int>("async n => (await (await fetch(`/consents/${n}.pdf`)).arrayBuffer()).byteLength", await DatabaseServer.Text(city.Database, OwnConsent));
        var dump = Path.GetTempFileName();
        try
        {
            await using (var connection = new NpgsqlConnection(city.Database))
            await using (var file = File.CreateText(dump))
            {
                await connection.OpenAsync();
                var tables = new List<string>();
                await using (var asked = new NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1", connection))
                await using (var reader = await asked.ExecuteReaderAsync())
                    while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
                Assert.Contains("personal.field", tables);
                foreach (var table in tables)
                {
                    using var rows = await connection.BeginTextExportAsync($"copy {table} to stdout");
                    while (await rows.ReadLineAsync() is { } line) await file.WriteLineAsync(line);
                }
            }
            var said = await Running.ToEnd(City.Xyd, city.Database, "scan-personal", dump, "--temporary");
            Assert.Equal(3, said.Split(" bytes, 0 of ").Length - 1);
            Assert.True(await printed > 10_000);
            Assert.True(int.Parse(said.Split(" of ")[1].Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) >= 1_000, said);
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private static async Task Kept(string text, Func<string, Task> check)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text);
            await check(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
