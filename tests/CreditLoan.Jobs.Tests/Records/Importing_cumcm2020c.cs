using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Records;
using CreditLoan.Jobs.Records;

namespace CreditLoan.Jobs.Tests.Records;

public class Importing_cumcm2020c
{
    private static string Folder => TestData.File("cumcm2020c");

    [Fact]
    public async Task Brings_every_row_to_an_end_and_a_second_time_adds_nothing()
    {
        await using var db = await TestDatabase.Create();
        var import = new Cumcm2020cImport(db.Database, db.Store);
        var first = await import.Run(Folder, (_, _) => { });

        // Counted beforehand with another reader: 742,613 rows, of them 7,927 the same as an earlier one and 5 once valid, once void.
        Assert.Equal((182, 742_613L, 734_681L, 0L), (first.Enterprises, first.Rows, first.Added, first.Known));
        Assert.Equal(7_927, first.SetAside[CleaningRule.Repeated]);
        Assert.Equal(5, first.SetAside[CleaningRule.VoidedAgain]);
        Assert.Equal(7_932, first.SetAsideRows);
        Assert.Equal(91, first.Repaired[CleaningRule.StatusTrimmed]);
        Assert.Equal(5, first.Repaired[CleaningRule.TaxSigned]);
        Assert.Equal(734_681, await db.Value<long>("select count(*) from invoice"));
        Assert.Equal(7_932, await db.Value<long>("select count(*) from import_finding where set_aside"));

        var again = await import.Run(Folder, (_, _) => { });
        Assert.Equal((0L, 734_681L, 7_932L), (again.Added, again.Known, again.SetAsideRows));
        Assert.Equal(734_681, await db.Value<long>("select count(*) from invoice"));
        Assert.Equal(7_932 + 96, await db.Value<long>("select count(*) from import_finding"));
    }

    [Fact]
    public async Task Goes_on_where_it_was_stopped()
    {
        await using var db = await TestDatabase.Create();
        var import = new Cumcm2020cImport(db.Database, db.Store);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import.Run(Folder, (_, rows) =>
        {
            if (rows > 120_000) stop.Cancel();
        }, stop.Token));
        var rest = await import.Run(Folder, (_, _) => { });
        Assert.Equal(734_681, rest.Added + rest.Known);
        Assert.Equal(734_681, await db.Value<long>("select count(*) from invoice"));
    }

    [Fact]
    public async Task Gives_each_enterprise_a_code_of_its_own_and_the_day_its_data_ends()
    {
        await using var db = await TestDatabase.Create();
        await new Cumcm2020cImport(db.Database, db.Store).Run(Folder, (_, _) => { });
        Assert.Equal(182, await db.Value<long>("select count(*) from data_date where day = '2020-02-29'"));
        var (state, _) = await db.Store.Load(Enterprise.Stream(Cumcm2020cImport.CodeOf(124)));
        Assert.Equal("个体经营E124", Assert.IsType<Enterprise.Active>(state).Registration.Name);
    }

    [Fact]
    public async Task Refuses_a_folder_without_its_files()
    {
        await using var db = await TestDatabase.Create();
        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => new Cumcm2020cImport(db.Database, db.Store).Run(Path.GetTempPath(), (_, _) => { }));
        Assert.Contains("enterprises_with_credit_record.csv", wrong.Message, StringComparison.Ordinal);
    }
}
