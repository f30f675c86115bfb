using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CreditLoan.Domain.Demands;

namespace CreditLoan.Domain.Matching;

/// <summary>Matches many enterprises at once (批量匹配): product by product, 64 enterprises a step.</summary>
/// <remarks>
/// Enterprises go in blocks. Each question that some condition puts (is this axis in one of these bins?) is answered once for a
/// whole block, whichever products ask it: 255 where it holds, 0 where not. A product's first failed condition is then the least
/// of (answer OR k) over its conditions k. Who fits is noted at the product's rank for that amount and term, so the best
/// come out in order and nothing is sorted. Vectors that the machine does not have are done in parts, with the same answers.
/// </remarks>
internal sealed class BulkMatch(MatchBook book, IReadOnlyList<Need> needs, IReadOnlyDictionary<string, FactColumn> columns, int most)
{
    private const int Step = 64;

    private readonly CompiledShelf _shelf = book.Shelf;
    private readonly List<Question> _questions = [];
    private readonly int _words = (book.Shelf.Products.Count + 63) / 64;

    /// <summary>Is the enterprise's bin on this axis one of those that hold?</summary>
    private sealed record Question(int Axis, bool[] Holds)
    {
        /// <summary>The bins that hold (or those that fail) where they lie side by side; null where they are scattered.</summary>
        public (ushort From, ushort Last, bool Holding)? Run { get; } = RunOf(Holds, true) ?? RunOf(Holds, false);

        private static (ushort, ushort, bool)? RunOf(bool[] holds, bool which)
        {
            var (from, last) = (Array.IndexOf(holds, which), Array.LastIndexOf(holds, which));
            return from < 0 || holds[from..(last + 1)].Any(h => h != which) ? null : ((ushort)from, (ushort)last, which);
        }
    }

    /// <summary>Where a product's conditions find their answers: the question's number and the condition's place.</summary>
    private readonly record struct Asked(int Question, byte Place);

    public MatchTable Run()
    {
        var asked = Ask();
        var table = new MatchTable(most, _shelf.Products.Count, needs.Count);
        Parallel.For(0, table.Blocks, () => new Workplace(_shelf.Axes.Count, _questions.Count, _words), (block, _, place) =>
        {
            Match(block, asked, place, table);
            return place;
        }, _ => { });
        return table;
    }

    /// <summary>Every question once; a condition that holds in all bins asks nothing.</summary>
    private Asked[][] Ask()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var asked = new Asked[_shelf.Products.Count][];
        for (var p = 0; p < asked.Length; p++)
        {
            var own = new List<Asked>();
            for (var place = 0; place < 4 + _shelf.Products[p].Terms.Rules.Length; place++)
            {
                var (axis, holds) = _shelf.Condition(p, place);
                if (holds.All(h => h)) continue;
                var name = $"{axis}:{string.Concat(holds.Select(h => h ? '1' : '0'))}";
                if (numbers.TryAdd(name, _questions.Count)) _questions.Add(new Question(axis, holds));
                own.Add(new Asked(numbers[name], (byte)place));
            }
            asked[p] = [.. own];
        }
        return asked;
    }

    private sealed class Workplace(int axes, int questions, int words)
    {
        public ushort[] Bins { get; } = new ushort[axes * MatchTable.Block];
        public byte[] Answers { get; } = new byte[questions * MatchTable.Block];
        public ulong[] Ranked { get; } = new ulong[words * MatchTable.Block];
        public MatchBook.Ranked[] Orders { get; } = new MatchBook.Ranked[MatchTable.Block];
    }

    private void Match(int block, Asked[][] asked, Workplace place, MatchTable table)
    {
        var start = block * MatchTable.Block;
        var rows = Math.Min(MatchTable.Block, needs.Count - start);
        for (var a = 0; a < _shelf.Axes.Count; a++)
        {
            var axis = _shelf.Axes[a];
            var bins = place.Bins.AsSpan(a * MatchTable.Block, rows);
            if (a >= 4) axis.Fill(columns.GetValueOrDefault(axis.Key), start, bins);
            else
                for (var row = 0; row < rows; row++) bins[row] = axis.BinOf(needs[start + row]);
        }
        for (var q = 0; q < _questions.Count; q++)
            Answer(_questions[q], place.Bins.AsSpan(_questions[q].Axis * MatchTable.Block, MatchTable.Block), place.Answers.AsSpan(q * MatchTable.Block, MatchTable.Block));
        for (var row = 0; row < rows; row++) place.Orders[row] = book.RankedFor(needs[start + row]);

        Array.Clear(place.Ranked);
        for (var p = 0; p < asked.Length; p++) Judge(p, asked[p], rows, place, table.FirstFailedOf(block, p));
        Best(rows, place, table.BestOf(block));
    }

    private static void Answer(Question question, ReadOnlySpan<ushort> bins, Span<byte> answers)
    {
        if (question.Run is not { } run)
        {
            for (var row = 0; row < bins.Length; row++) answers[row] = question.Holds[bins[row]] ? (byte)255 : (byte)0;
            return;
        }
        ref var bin = ref MemoryMarshal.GetReference(bins);
        var (from, width, flip) = (Vector512.Create(run.From), Vector512.Create((ushort)(run.Last - run.From)), run.Holding ? Vector512<byte>.Zero : Vector512<byte>.AllBitsSet);
        for (var row = 0; row < bins.Length; row += Step)
        {
            var low = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref bin, (nuint)row) - from, width);
            var high = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref bin, (nuint)row + (Step / 2)) - from, width);
            (Vector512.Narrow(low, high) ^ flip).CopyTo(answers[row..]);
        }
    }

    private static void Judge(int product, Asked[] asked, int rows, Workplace place, Span<byte> firstFailed)
    {
        ref var answer = ref MemoryMarshal.GetArrayDataReference(place.Answers);
        for (var row = 0; row < rows; row += Step)
        {
            var least = Vector512<byte>.AllBitsSet;
            foreach (var ask in asked)
                least = Vector512.Min(least, Vector512.LoadUnsafe(ref answer, (nuint)((ask.Question * MatchTable.Block) + row)) | Vector512.Create(ask.Place));
            least.CopyTo(firstFailed[row..]);

            var fits = Vector512.Equals(least, Vector512<byte>.AllBitsSet).ExtractMostSignificantBits();
            if (rows - row < Step) fits &= (1UL << (rows - row)) - 1;
            for (; fits != 0; fits &= fits - 1)
            {
                var who = row + BitOperations.TrailingZeroCount(fits);
                var rank = place.Orders[who].RankOf[product];
                place.Ranked[((rank >> 6) * MatchTable.Block) + who] |= 1UL << (rank & 63);
            }
        }
    }

    private void Best(int rows, Workplace place, Span<short> best)
    {
        best.Fill(-1);
        for (var row = 0; row < rows; row++)
        {
            var (next, end, order) = (row * most, (row + 1) * most, place.Orders[row].Order);
            for (var w = 0; w < _words && next < end; w++)
                for (var ranks = place.Ranked[(w * MatchTable.Block) + row]; ranks != 0 && next < end; ranks &= ranks - 1)
                    best[next++] = order[(w * 64) + BitOperations.TrailingZeroCount(ranks)];
        }
    }
}
