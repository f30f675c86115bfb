using System.Globalization;
using System.Text;

namespace CreditLoan.Tool.Torture;

/// <summary>What one writer sent and what it was told, a line each, handed to the operating system before and after every command: it outlives the process.</summary>
public sealed class Journal : IDisposable
{
    private readonly StreamWriter file;

    /// <summary>One act: its number, its command's id, and the versions that were acknowledged; null while nothing is known.</summary>
    public sealed record Entry(int Number, Guid Id, string? Versions);

    /// <summary>Goes on where the file ends.</summary>
    public Journal(string path)
    {
        var entries = Read(path);
        Next = entries.Count(e => e.Versions is not null);
        Unknown = entries.LastOrDefault(e => e.Versions is null)?.Id;
        file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        // A line that was cut off by the kill ends here.
        file.Write('\n');
    }

    /// <summary>The number of the act that comes next.</summary>
    public int Next { get; private set; }

    /// <summary>The id under which that act was tried before, if it was.</summary>
    public Guid? Unknown { get; private set; }

    public Guid Sent()
    {
        if (Unknown is { } before) return before;
        var id = Guid.CreateVersion7();
        Unknown = id;
        file.Write(string.Create(CultureInfo.InvariantCulture, $"> {Next} {id} .\n"));
        return id;
    }

    public void Acknowledged(Guid id, IReadOnlyList<long> versions)
    {
        file.Write(string.Create(CultureInfo.InvariantCulture, $"< {Next} {id} {string.Join(',', versions)} .\n"));
        (Next, Unknown) = (Next + 1, null);
    }

    public static IReadOnlyList<Entry> Read(string path)
    {
        if (!File.Exists(path)) return [];
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var entries = new SortedDictionary<int, Entry>();
        while (reader.ReadLine() is { } line)
            switch (line.Split(' '))
            {
                case [">", var number, var id, "."]:
                    entries.TryAdd(int.Parse(number, CultureInfo.InvariantCulture), new Entry(int.Parse(number, CultureInfo.InvariantCulture), Guid.Parse(id), null));
                    break;
                case ["<", var number, var id, var versions, "."]:
                    entries[int.Parse(number, CultureInfo.InvariantCulture)] = new Entry(int.Parse(number, CultureInfo.InvariantCulture), Guid.Parse(id), versions);
                    break;
            }
        return [.. entries.Values];
    }

    public void Dispose() => file.Dispose();
}

/// <summary>Counts what a journal holds, reading only what was added since it was last looked at.</summary>
public sealed class JournalTally(string path)
{
    private long read;

    public long Acknowledged { get; private set; }

    /// <summary>Sent, and nothing is known of it.</summary>
    public long Unknown { get; private set; }

    public void Look()
    {
        if (!File.Exists(path)) return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = read;
        var added = new byte[file.Length - read];
        file.ReadExactly(added);
        // A line that is still being written, or was cut off, is looked at again.
        var whole = added.AsSpan(0, added.AsSpan().LastIndexOf((byte)'\n') + 1);
        read += whole.Length;
        foreach (var line in Encoding.ASCII.GetString(whole).Split('\n'))
            switch (line.Split(' '))
            {
                case [">", .., "."]:
                    Unknown++;
                    break;
                case ["<", .., "."]:
                    (Unknown, Acknowledged) = (Unknown - 1, Acknowledged + 1);
                    break;
            }
    }
}
