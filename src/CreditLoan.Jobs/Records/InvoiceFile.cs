using System.IO.Compression;
using System.Runtime.InteropServices;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using CreditLoan.Files;
using CreditLoan.Ledger.Records;

namespace CreditLoan.Jobs.Records;

/// <summary>One file of invoices, read enterprise by enterprise and cleaned by the named rules.</summary>
internal sealed class InvoiceFile(string path, InvoiceSide side, IReadOnlyDictionary<string, EnterpriseCode> enterprises, DateOnly dataDate)
{
    private static readonly string[] Header = ["企业代号", "发票号码", "开票日期", "", "金额", "税额", "价税合计", "发票状态"];
    private readonly string _name = Path.GetFileName(path);
    private readonly HashSet<string> _counterparties = new(StringComparer.Ordinal);
    private readonly Dictionary<CleaningRule, long> _repaired = [];
    private readonly Dictionary<CleaningRule, long> _setAside = [];

    public long Rows { get; private set; }
    public long Added { get; private set; }
    public long Known { get; private set; }
    public long Voided { get; private set; }
    public IReadOnlyDictionary<CleaningRule, long> Repaired => _repaired;
    public IReadOnlyDictionary<CleaningRule, long> SetAside => _setAside;

    public async Task Import(InvoiceDelivery delivery, Action<long> progress, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        await using var unpacked = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var text = new StreamReader(unpacked, bufferSize: 1 << 16);
        var csv = new CsvReader(text, FileLimits.Standard);
        if (!csv.Read() || !HasHeader(csv)) throw new InvalidDataException($"{_name}: the header is not {string.Join(',', Header)}.");
        string? mark = null;
        Group? group = null;
        while (csv.Read())
        {
            if (mark is null || !csv[0].SequenceEqual(mark))
            {
                await Deliver(group, delivery, stop);
                progress(Rows);
                mark = csv[0].ToString();
                group = enterprises.TryGetValue(mark, out var enterprise) ? new Group(enterprise, mark, await delivery.Known(enterprise, side, stop)) : null;
            }
            Rows++;
            if (group is null) Aside(new Finding(_name, csv.Line, CleaningRule.UnknownEnterprise, true, mark, ""), null);
            else Row(csv, group);
        }
        if (csv.Problem is not null) throw new InvalidDataException($"{_name}, line {csv.Line}: {csv.Problem}");
        await Deliver(group, delivery, stop);
        progress(Rows);
    }

    private static bool HasHeader(CsvReader csv)
    {
        if (csv.FieldCount != Header.Length) return false;
        for (var i = 0; i < Header.Length; i++)
            if (Header[i].Length > 0 && !csv[i].SequenceEqual(Header[i])) return false;
        return true;
    }

    /// <summary>One enterprise's rows of one side: new invoices, and what is there already by identity (true: void).</summary>
    private sealed record Group(EnterpriseCode Enterprise, string Mark, Dictionary<(string, string, DateOnly, long), bool> Known)
    {
        public List<Invoice> New { get; } = [];
        public List<Invoice> Voided { get; } = [];
        public List<Finding> Findings { get; } = [];
        /// <summary>Whether the invoice was void where the file has it first, and its place among the new ones.</summary>
        public Dictionary<(string, string, DateOnly, long), (bool Voided, int Place)> Seen { get; } = new(ByIdentity.Instance);
    }

    private void Row(CsvReader csv, Group group)
    {
        if (csv.FieldCount != Header.Length)
        {
            Aside(new Finding(_name, csv.Line, CleaningRule.Unreadable, true, group.Mark, $"{csv.FieldCount} columns"), group);
            return;
        }
        Span<CleaningRule> repairs = stackalloc CleaningRule[3];
        var raw = new RawInvoice { Number = csv[1], Day = csv[2], Amount = csv[4], Tax = csv[5], Total = csv[6], Status = csv[7] };
        if (InvoiceCleaning.Clean(group.Enterprise, side, Counterparty(csv[3]), raw, dataDate, repairs, out var repaired, out var rule) is not { } invoice)
        {
            Aside(new Finding(_name, csv.Line, rule, true, group.Mark, Text(csv)), group);
            return;
        }
        for (var i = 0; i < repaired; i++)
        {
            _repaired[repairs[i]] = _repaired.GetValueOrDefault(repairs[i]) + 1;
            // Most numbers of a source lack their zeros: the rule is counted, its rows are not listed.
            if (repairs[i] != CleaningRule.NumberPadded) group.Findings.Add(new Finding(_name, csv.Line, repairs[i], false, group.Mark, Text(csv)));
        }
        Place(csv, group, invoice);
    }

    private void Place(CsvReader csv, Group group, Invoice invoice)
    {
        var identity = invoice.Identity;
        var known = group.Known.TryGetValue(identity, out var wasVoid);
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(group.Seen, identity, out var repeated);
        if (repeated)
        {
            var kind = seen.Voided == invoice.Voided ? CleaningRule.Repeated : CleaningRule.VoidedAgain;
            Aside(new Finding(_name, csv.Line, kind, true, group.Mark, Text(csv)), group);
            if (invoice.Voided && !(known ? wasVoid : group.New[seen.Place].Voided)) Void(group, invoice, known, seen.Place);
            return;
        }
        seen = (invoice.Voided, group.New.Count);
        if (known)
        {
            Known++;
            if (invoice.Voided && !wasVoid) Void(group, invoice, known, 0);
        }
        else
        {
            group.New.Add(invoice);
        }
    }

    private void Void(Group group, Invoice invoice, bool known, int place)
    {
        if (known)
        {
            group.Known[invoice.Identity] = true;
            group.Voided.Add(invoice);
            Voided++;
        }
        else
        {
            group.New[place] = group.New[place] with { Voided = true };
        }
    }

    private async Task Deliver(Group? group, InvoiceDelivery delivery, CancellationToken stop)
    {
        if (group is null) return;
        Added += group.New.Count;
        await delivery.Take(group.New, group.Voided, group.Findings, stop);
    }

    private void Aside(Finding finding, Group? group)
    {
        _setAside[finding.Rule] = _setAside.GetValueOrDefault(finding.Rule) + 1;
        group?.Findings.Add(finding);
    }

    /// <summary>One string object for each counterparty, however many invoices it has.</summary>
    private string Counterparty(ReadOnlySpan<char> code)
    {
        var names = _counterparties.GetAlternateLookup<ReadOnlySpan<char>>();
        var trimmed = code.Trim();
        if (names.TryGetValue(trimmed, out var known)) return known;
        var added = trimmed.ToString();
        _counterparties.Add(added);
        return added;
    }

    private static string Text(CsvReader csv)
    {
        var fields = new string[csv.FieldCount];
        for (var i = 0; i < fields.Length; i++) fields[i] = csv[i].ToString();
        return string.Join(',', fields);
    }

    /// <summary>Invoices of one enterprise differ by number, day and total nearly always: a hash of those is enough.</summary>
    private sealed class ByIdentity : IEqualityComparer<(string Number, string Counterparty, DateOnly Day, long Total)>
    {
        public static readonly ByIdentity Instance = new();

        public bool Equals((string Number, string Counterparty, DateOnly Day, long Total) a, (string Number, string Counterparty, DateOnly Day, long Total) b) =>
            a.Total == b.Total && a.Day == b.Day && a.Number == b.Number && a.Counterparty == b.Counterparty;

        public int GetHashCode((string Number, string Counterparty, DateOnly Day, long Total) identity)
        {
            var hash = unchecked((ulong)identity.Total * 0x9E3779B97F4A7C15 + (ulong)identity.Day.DayNumber);
            foreach (var sign in identity.Number) hash = unchecked(hash * 31 + sign);
            return unchecked((int)(hash ^ hash >> 32));
        }
    }
}
