using System.Security.Cryptography;
using System.Text;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Closing;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Closing;
using CreditLoan.Ledger.Loans;
using CreditLoan.Ledger.Pools;

namespace CreditLoan.Jobs.Closing;

/// <summary>What one run of a close says (日终结果).</summary>
/// <param name="Digest">Of every line and statement in order: two runs that say the same have the same.</param>
public sealed record ClosedDay(DateOnly Day, long Position, long Loans, IReadOnlyList<CloseLine> Lines, IReadOnlyList<CloseStatement> Statements, string Digest);

/// <summary>Computes what falls due or changes on a day, in one pass over the books as they stood (日终计算).</summary>
public sealed class DayCloser(Database database, WorkingCalendar calendar)
{
    private const int Together = 4_096;

    public async Task<ClosedDay> Compute(DateOnly day, long position, CancellationToken stop = default)
    {
        await using var books = await DaySnapshot.Take(database, day, position, stop);
        var pools = new PoolClosing(
            await books.Rows(SchemeBook.View, SchemeSlice.Slice, e => e.On, stop), await books.Rows(EnrolmentBook.View, EnrolmentSlice.Slice, e => e.On, stop),
            await books.Rows(ClaimBook.View, ClaimSlice.Slice, e => e.On, stop), day, calendar);
        var sums = new Sums();
        // One reader at a time draws the next batch while the others compute: the books come in one pass, and plans are the work.
        await Parallel.ForEachAsync(books.Loans(LoanSlice.Slice, stop).Chunk(Together), stop, (batch, _) =>
        {
            sums.Add(Parts(batch, pools, day));
            return ValueTask.CompletedTask;
        });
        return sums.Close(day, position, pools.Steps());
    }

    private static (List<CloseLine> Lines, Dictionary<(string, string), CloseStatement> Statements, int Loans) Parts(LoanRow[] batch, PoolClosing pools, DateOnly day)
    {
        var lines = new List<CloseLine>();
        var statements = new Dictionary<(string, string), CloseStatement>();
        foreach (var row in batch)
        {
            lines.AddRange(pools.Windows(row));
            var loan = ClosingLoan.Of(row);
            if (loan.Position is null) continue;
            var closing = new LoanClosing(loan, day);
            lines.AddRange(closing.Lines());
            var state = closing.State();
            Sums.Add(statements, state);
            foreach (var cover in pools.Covering(loan.Loan)) Sums.Add(statements, state with { Scheme = cover.Scheme });
        }
        return (lines, statements, batch.Length);
    }

    private sealed class Sums
    {
        private readonly Lock _lock = new();
        private readonly List<CloseLine> _lines = [];
        private readonly Dictionary<(string, string), CloseStatement> _statements = [];
        private long _loans;

        public void Add((List<CloseLine> Lines, Dictionary<(string, string), CloseStatement> Statements, int Loans) part)
        {
            lock (_lock)
            {
                _lines.AddRange(part.Lines);
                foreach (var statement in part.Statements.Values) Add(_statements, statement);
                _loans += part.Loans;
            }
        }

        public static void Add(Dictionary<(string, string), CloseStatement> sums, CloseStatement one)
        {
            var key = (one.Bank, one.Scheme);
            sums[key] = sums.TryGetValue(key, out var before) ? before + one : one;
        }

        public ClosedDay Close(DateOnly day, long position, IEnumerable<CloseLine> steps)
        {
            CloseLine[] lines = [.. _lines.Concat(steps).OrderBy(l => l.Kind).ThenBy(l => l.Subject, StringComparer.Ordinal).ThenBy(l => l.Scheme, StringComparer.Ordinal).ThenBy(l => l.Words, StringComparer.Ordinal)];
            CloseStatement[] statements = [.. _statements.Values.OrderBy(s => s.Scheme, StringComparer.Ordinal).ThenBy(s => s.Bank, StringComparer.Ordinal)];
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var line in lines) digest.AppendData(Encoding.UTF8.GetBytes($"{line}\n"));
            foreach (var statement in statements) digest.AppendData(Encoding.UTF8.GetBytes($"{statement}\n"));
            return new ClosedDay(day, position, _loans, lines, statements, Convert.ToHexStringLower(digest.GetHashAndReset()));
        }
    }
}
