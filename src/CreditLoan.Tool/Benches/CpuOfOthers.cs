using System.Diagnostics;
using System.Globalization;

namespace CreditLoan.Tool.Benches;

/// <summary>How much processor time went to programs that are neither this one, nor its children, nor the PostgreSQL of the bench.</summary>
public sealed class CpuOfOthers
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux
    private static readonly HashSet<int> Servers = [];
    private static double ended;
    private readonly long clock = Stopwatch.GetTimestamp();
    private readonly double total = MachineTicks();
    private readonly double ours = OwnTicks();

    private CpuOfOthers() { }

    public static CpuOfOthers Start() => new();

    /// <summary>Counts this server's processes among ours from now on: it was started by a script that has ended.</summary>
    public static void CountAsOurs(int server) => Servers.Add(server);

    /// <summary>Keeps what this server used, just before it ends: nobody waits for it who could be asked afterwards.</summary>
    public static void KeepBeforeItEnds(int server)
    {
        if (Servers.Contains(server)) ended += Processes().Of(server);
        Servers.Remove(server);
    }

    public double Cores()
    {
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        return Math.Max(0, MachineTicks() - total - (OwnTicks() - ours)) / TicksPerSecond / seconds;
    }

    /// <summary>Processor time that this process, its children and the bench's server have used so far: what a neighbour moves least.</summary>
    public static double OwnSeconds() => OwnTicks() / TicksPerSecond;

    /// <summary>user + nice + system + irq + softirq of all processors.</summary>
    private static double MachineTicks()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new[] { 1, 2, 3, 6, 7 }.Sum(i => double.Parse(fields[i], CultureInfo.InvariantCulture));
    }

    /// <summary>Of this process, its children and the bench's servers, those that have ended and been waited for included.</summary>
    private static double OwnTicks()
    {
        var running = Processes();
        return ended + running.Of(Environment.ProcessId) + Servers.Sum(running.Of);
    }

    private static Running Processes() => new(Directory.EnumerateDirectories("/proc").Select(Read).OfType<(int Id, int Parent, double Ticks)>().ToList());

    private sealed class Running(List<(int Id, int Parent, double Ticks)> processes)
    {
        private readonly ILookup<int, (int Id, int Parent, double Ticks)> children = processes.ToLookup(p => p.Parent);

        /// <summary>Ticks of this process and everything below it.</summary>
        public double Of(int id) => processes.Where(p => p.Id == id).Sum(Tree);

        private double Tree((int Id, int Parent, double Ticks) process) => process.Ticks + children[process.Id].Sum(Tree);
    }

    private static (int, int, double)? Read(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) return null;
        try
        {
            var text = File.ReadAllText($"{folder}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            // From the state on: parent is field 1; utime, stime, cutime, cstime are 11 to 14.
            return (id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null; // It ended between the two reads.
        }
    }
}
