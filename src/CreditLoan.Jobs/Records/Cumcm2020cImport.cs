using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using CreditLoan.Files;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Records;

namespace CreditLoan.Jobs.Records;

/// <summary>Brings in the 182 real enterprises and their VAT invoices of the national modelling contest 2020, problem C.</summary>
/// <remarks>
/// Names are masked in the source, so the enterprises get synthetic codes. Their data ends on 2020-02-29, the day they live at. 信誉评级 and 是否违约
/// are not brought in: the rating leaks the outcome, and an outcome is a bank's to bring to a modelling project.
/// </remarks>
public sealed class Cumcm2020cImport(Database database, EventStore store)
{
    public const string Source = "cumcm2020c";
    public static readonly DateOnly DataDate = new(2020, 2, 29);

    private static readonly Actor Importer = Actor.Job("import");
    private static readonly string[] EnterpriseFiles = ["enterprises_with_credit_record.csv", "enterprises_without_credit_record.csv"];
    private static readonly (string File, InvoiceSide Side)[] InvoiceFiles =
    [
        ("purchase_invoices_with_credit_record.csv.gz", InvoiceSide.Purchase),
        ("sales_invoices_with_credit_record.csv.gz", InvoiceSide.Sale),
        ("purchase_invoices_without_credit_record.csv.gz", InvoiceSide.Purchase),
        ("sales_invoices_without_credit_record.csv.gz", InvoiceSide.Sale),
    ];

    /// <summary>The code that stands for the source's E1, E2 …</summary>
    public static EnterpriseCode CodeOf(int number) => SyntheticCode.Of("CU", number);

    /// <summary>Imports a folder as the source publishes it; again, it adds what is missing, and nothing where nothing is.</summary>
    /// <exception cref="InvalidDataException">A file is missing or is not what its name says.</exception>
    public async Task<ImportReport> Run(string folder, Action<string, long> progress, CancellationToken stop = default)
    {
        foreach (var file in EnterpriseFiles.Concat(InvoiceFiles.Select(f => f.File)))
            if (!File.Exists(Path.Combine(folder, file))) throw new InvalidDataException($"{file} is missing in {folder}.");

        var names = EnterpriseFiles.SelectMany(file => Names(Path.Combine(folder, file))).ToDictionary(n => n.Mark, n => n.Name, StringComparer.Ordinal);
        var codes = names.Keys.ToDictionary(mark => mark, mark => CodeOf(int.Parse(mark.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)), StringComparer.Ordinal);
        var files = InvoiceFiles.Select(f => new InvoiceFile(Path.Combine(folder, f.File), f.Side, codes, DataDate)).ToList();
        await using (await InvoiceDelivery.Alone(database.Writer, stop))
            await Task.WhenAll(RegisterAll(names, codes, stop), Deliver(files, InvoiceSide.Purchase, progress, stop), Deliver(files, InvoiceSide.Sale, progress, stop));
        var records = new RecordWriter(database.Writer);
        await records.Cover([.. codes.Values.Select(code => new Coverage(code, DataClass.Invoices, DataDate, Source))], stop);
        await records.EndData(codes.Values, DataDate, Source, stop);
        return new ImportReport(Source, codes.Count, files.Sum(f => f.Rows), files.Sum(f => f.Added), files.Sum(f => f.Known), files.Sum(f => f.Voided),
            Sum(files.Select(f => f.Repaired)), Sum(files.Select(f => f.SetAside)));
    }

    private Task RegisterAll(Dictionary<string, string> names, Dictionary<string, EnterpriseCode> codes, CancellationToken stop) =>
        Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop },
            async (n, token) => await Register(codes[n.Key], n.Key, n.Value, token));

    /// <summary>The files of one side one after the other; the other side's run beside them.</summary>
    private Task Deliver(List<InvoiceFile> files, InvoiceSide side, Action<string, long> progress, CancellationToken stop) => Task.Run(async () =>
    {
        await using var delivery = await InvoiceDelivery.Begin(database.Writer, Source, stop);
        for (var i = 0; i < files.Count; i++)
        {
            var file = InvoiceFiles[i].File;
            if (InvoiceFiles[i].Side == side) await files[i].Import(delivery, rows => progress(file, rows), stop);
        }
        await delivery.Finish(stop);
    }, stop);

    private async Task Register(EnterpriseCode code, string mark, string name, CancellationToken stop)
    {
        var (state, _) = await store.Load(Enterprise.Stream(code), stop);
        if (state is Enterprise.Active) return;
        var shown = name.Contains(mark, StringComparison.Ordinal) ? name : $"{name}（{mark}）";
        var registration = new Registration(code, shown, null, null, IndustryEdition.Gb2017, null);
        var command = Command.For(Importer, DataDate, "enterprise.import", registration);
        if (await store.Change(command, Enterprise.Stream(code), e => EnterpriseDecisions.Register(e, Importer, registration, DataDate), stop) is Outcome.Refused refused)
            throw new InvalidDataException($"{mark}: {refused.Why.Sentence}");
    }

    private static IEnumerable<(string Mark, string Name)> Names(string path)
    {
        using var text = new StreamReader(path);
        var csv = new CsvReader(text, FileLimits.Standard);
        csv.Read();
        while (csv.Read())
        {
            if (csv.FieldCount < 2 || !csv[0].StartsWith('E') || csv[0][1..].ContainsAnyExceptInRange('0', '9'))
                throw new InvalidDataException($"{Path.GetFileName(path)}, line {csv.Line}: an enterprise is marked E and a number.");
            yield return (csv[0].ToString(), csv[1].ToString());
        }
    }

    private static SortedDictionary<CleaningRule, long> Sum(IEnumerable<IReadOnlyDictionary<CleaningRule, long>> counts) =>
        new(counts.SelectMany(c => c).GroupBy(c => c.Key).ToDictionary(g => g.Key, g => g.Sum(c => c.Value)));
}
