using CreditLoan.Domain.Matching;

namespace CreditLoan.Tool.Benches;

/// <summary>The peer's whole answer beside ours: each enterprise's verdict on each product, and its best fits in their order.</summary>
internal static class MatchAnswers
{
    /// <summary>A line an enterprise: its number, a verdict a product, then the best fits by their place on the shelf.</summary>
    public static bool Equal(string file, MatchTable ours)
    {
        var seen = new bool[ours.Enterprises];
        var numbers = new List<int>(ours.Products + ours.Most + 1);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var (buffer, number, digits, lines) = (new byte[1 << 20], 0, false, 0);
        while (stream.Read(buffer) is > 0 and var read)
            foreach (var letter in buffer.AsSpan(0, read))
            {
                if (letter is >= (byte)'0' and <= (byte)'9')
                {
                    (number, digits) = ((number * 10) + letter - '0', true);
                    continue;
                }
                if (digits) numbers.Add(number);
                (number, digits) = (0, false);
                if (letter != '\n') continue;
                if (!Equal(numbers, ours) || seen[numbers[0]]) return false;
                seen[numbers[0]] = true;
                numbers.Clear();
                lines++;
            }
        return lines == ours.Enterprises;
    }

    private static bool Equal(List<int> line, MatchTable ours)
    {
        if (line.Count < 1 + ours.Products) return false;
        for (var p = 0; p < ours.Products; p++)
            if (line[1 + p] != ours.FirstFailed(line[0], p)) return false;
        var best = ours.Best(line[0]);
        for (var i = 0; i < best.Length; i++)
            if (best[i] != (1 + ours.Products + i < line.Count ? line[1 + ours.Products + i] : -1)) return false;
        return line.Count <= 1 + ours.Products + best.Length;
    }
}
