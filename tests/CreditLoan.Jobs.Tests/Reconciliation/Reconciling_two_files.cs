using System.Globalization;
using System.Text;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Jobs.Reconciliation;

namespace CreditLoan.Jobs.Tests.Reconciliation;

public sealed class Reconciling_two_files : IDisposable
{
    private static readonly DateOnly AsOf = new(2026, 8, 31);
    private readonly string _folder = Directory.CreateTempSubdirectory("reconcile").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FileReconciliationResult Run(IEnumerable<string> ours, IEnumerable<string> theirs, string newLine = "\n", bool lastNewLine = true)
    {
        string Write(string name, IEnumerable<string> lines)
        {
            var path = Path.Combine(_folder, name);
            File.WriteAllText(path, string.Join(newLine, lines.Prepend(FileReconciliation.Header)) + (lastNewLine ? newLine : ""), new UTF8Encoding(false));
            return path;
        }
        return FileReconciliation.Run(Write("ours.csv", ours), Write("theirs.csv", theirs), AsOf);
    }

    private static string Line(string number, string yuan = "3000000.00", string day = "2026-07-09", string borrower = "914403001922038216", string product = "P01") =>
        $"{number},{borrower},{product},{yuan},{day}";

    [Fact]
    public void Finds_every_kind_and_nothing_else()
    {
        string[] ours = [Line("SAME"), Line("GONE", borrower: "X"), Line("FEN"), Line("DAY"), Line("WHO"), Line("WHAT"), Line("TWICE"), Line("PARTS"), Line("SOON"),
            Line("BIG", "100.00", borrower: "M"), Line("SMALL", "50.5", borrower: "M"), Line("A-NUMBER-OF-MORE-THAN-SIXTEEN-BYTES-01")];
        string[] theirs = [Line("SAME", "3000000"), Line("NEW", "8.1"), Line("FEN", "3000000.01"), Line("DAY", day: "2026-07-10"), Line("WHO", borrower: "Y"),
            Line("WHAT", product: "P02"), Line("TWICE"), Line("TWICE"), Line("PARTS", "1000000"), Line("PARTS", "2000000"), Line("SOON", day: "2026-09-01"),
            Line("BIG", "150.50", borrower: "M"), Line("A-NUMBER-OF-MORE-THAN-SIXTEEN-BYTES-01")];
        var result = Run(ours, theirs);
        using var file = File.OpenHandle(Path.Combine(_folder, "ours.csv"));
        using var bank = File.OpenHandle(Path.Combine(_folder, "theirs.csv"));
        var found = result.Breaks.ToDictionary(v => (v.Ours >= 0 ? FileReconciliation.LineAt(file, v.Ours) : FileReconciliation.LineAt(bank, v.Theirs)).Split(',')[0], v => v);
        Assert.Equal(2, result.Counts[BreakKind.None]);
        Assert.Equal(new Dictionary<string, BreakKind>
        {
            ["GONE"] = BreakKind.MissingAtBank, ["NEW"] = BreakKind.MissingHere, ["FEN"] = BreakKind.Amount, ["DAY"] = BreakKind.Date, ["WHO"] = BreakKind.Borrower,
            ["WHAT"] = BreakKind.Product, ["TWICE"] = BreakKind.Duplicate, ["PARTS"] = BreakKind.Split, ["SOON"] = BreakKind.ForwardValued,
            ["BIG"] = BreakKind.Merged, ["SMALL"] = BreakKind.Merged,
        }, found.ToDictionary(f => f.Key, f => f.Value.Kind));
        Assert.Equal(1, found["FEN"].Difference);
        Assert.Equal(810, found["NEW"].Difference);
        Assert.Equal(5050, found["BIG"].Difference);
    }

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData("\r\n", false)]
    public void Reads_every_line_once_across_the_pieces_of_a_file(string newLine, bool lastNewLine)
    {
        var numbers = Enumerable.Range(0, 60_000).Select(i => $"JJ{new string('0', i % 30)}{i}").ToArray();
        var lines = numbers.Select((n, i) => Line(n, (1 + i).ToString(CultureInfo.InvariantCulture))).ToArray();
        var result = Run(lines, lines.Reverse(), newLine, lastNewLine);
        Assert.Equal(60_000, result.Counts[BreakKind.None]);
        Assert.Empty(result.Breaks);
        Assert.Empty(result.OurFaults.Concat(result.TheirFaults));
    }

    [Theory]
    [InlineData("JJ1,X,P01,0.00,2026-07-09")]
    [InlineData("JJ1,X,P01,-1,2026-07-09")]
    [InlineData("JJ1,X,P01,1.234,2026-07-09")]
    [InlineData("JJ1,X,P01,12e3,2026-07-09")]
    [InlineData("JJ1,X,P01,.5,2026-07-09")]
    [InlineData("JJ1,X,P01,5.,2026-07-09")]
    [InlineData("JJ1,X,P01,1,2026-02-29")]
    [InlineData("JJ1,X,P01,1,2026/07/09")]
    [InlineData("JJ1,X,P01,1,")]
    [InlineData(",X,P01,1,2026-07-09")]
    [InlineData("JJ1,X,P01,1")]
    [InlineData("JJ1,X,P01,1,2026-07-09,")]
    public void Names_a_line_that_cannot_be_read_and_leaves_it_out(string line)
    {
        var result = Run([], [line, Line("JJ2")]);
        Assert.Equal(Encoding.UTF8.GetByteCount(FileReconciliation.Header) + 1, Assert.Single(result.TheirFaults).Offset);
        Assert.Equal(1, result.Counts[BreakKind.MissingHere]);
    }

    [Fact]
    public void Refuses_another_header_and_quoted_fields()
    {
        Assert.Throws<InvalidDataException>(() => Run([], [Line("\"JJ1\"")]));
        File.WriteAllText(Path.Combine(_folder, "other.csv"), "a,b,c\n");
        Assert.Throws<InvalidDataException>(() => FileReconciliation.Run(Path.Combine(_folder, "other.csv"), Path.Combine(_folder, "other.csv"), AsOf));
    }

    [Fact]
    public void Survives_any_bytes()
    {
        var random = new Random(20260819);
        var clean = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 40).Select(i => Line($"JJ{i}")).Prepend(FileReconciliation.Header)));
        var path = Path.Combine(_folder, "mutated.csv");
        var header = Encoding.UTF8.GetByteCount(FileReconciliation.Header) + 1;
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = clean.ToArray();
            for (var i = 0; i < 8; i++)
            {
                var value = (byte)random.Next(256);
                bytes[random.Next(header, bytes.Length)] = value == (byte)'"' ? (byte)',' : value;
            }
            File.WriteAllBytes(path, bytes[..random.Next(header, bytes.Length)]);
            var result = FileReconciliation.Run(path, path, AsOf);
            Assert.Equal(result.OurFaults.Count, result.TheirFaults.Count);
        }
    }
}
