using System.CommandLine;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Seeding;
using Npgsql;

namespace CreditLoan.Tool;

/// <summary><c>xyd scan-personal</c>: looks in dumps, logs and temporary files of a demonstration for the personal numbers that it was seeded with, as text and in hexadecimal; ends with 1 where one is found.</summary>
public static partial class ScanCommand
{
    private const int Phone = 11, Identity = 18;

    // What the programs lay down there: pages on their way to Chromium and what it keeps of them, bodies of large requests, folders of their own.
    private static readonly string[] Temporary = ["print-*", "*org.chromium*", "ASPNETCORE_*", "creditloan*", "xyd-*"];

    public static Command Create()
    {
        var files = new Argument<FileSystemInfo[]>("files") { Description = "Dumps, logs, folders.", Arity = ArgumentArity.ZeroOrMore };
        var temporary = new Option<bool>("--temporary") { Description = "Also the temporary files of uploads, of printing and of PostgreSQL, as they lie there now." };
        var command = new Command("scan-personal", "Looks for every seeded personal number in files that may hold none.") { files, temporary };
        command.SetAction(async (parsed, stop) =>
        {
            var (given, withTemporary) = (parsed.GetValue(files)!, parsed.GetValue(temporary));
            if (given.Length == 0 && !withTemporary) throw new OperatorException("Name a dump, a log or a folder, or --temporary.");
            await using var source = NpgsqlDataSource.Create(PlatformDatabase.Connection);
            var numbers = await Seeded(source, stop);
            if (numbers.Count == 0) throw new OperatorException("This database was seeded with no persons.");
            var found = 0;
            foreach (var file in given)
            {
                if (!file.Exists) throw new OperatorException($"There is no file {file.FullName}.");
                found += file is DirectoryInfo folder ? Say(folder.Name + "/", InFolder(folder, "*", numbers), numbers) : Say(file.Name, InFile((FileInfo)file, numbers), numbers);
            }
            if (withTemporary)
            {
                var place = new DirectoryInfo(Path.GetTempPath());
                found += Say(place.FullName, Temporary.Select(pattern => InFolder(place, pattern, numbers)).Aggregate(Seen.Nothing, (a, b) => a + b), numbers);
                found += Say("PostgreSQL's temporary files", await InPostgres(source, numbers, stop), numbers);
            }
            return found == 0 ? 0 : 1;
        });
        return command;
    }

    private static int Say(string name, Seen seen, HashSet<string> numbers)
    {
        Console.WriteLine($"{name}: {(seen.Files == 1 ? "" : $"{seen.Files:N0} files, ")}{seen.Bytes:N0} bytes, {seen.Numbers.Count} of {numbers.Count:N0} seeded numbers{(seen.Closed == 0 ? "" : $"; {seen.Closed:N0} files could not be read")}");
        return seen.Numbers.Count;
    }

    /// <summary>Every file of a folder whose own name, or that of a folder above it, is of this pattern.</summary>
    public static Seen InFolder(DirectoryInfo folder, string pattern, HashSet<string> numbers)
    {
        var deep = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return folder.EnumerateFileSystemInfos(pattern).SelectMany(entry => entry is DirectoryInfo inner ? inner.EnumerateFiles("*", deep) : [(FileInfo)entry])
            .Select(file => InFile(file, numbers)).Aggregate(Seen.Nothing, (a, b) => a + b);
    }

    /// <summary>One file as it lies there; a workbook's parts unpacked. What is gone meanwhile, or belongs to somebody else, is counted.</summary>
    public static Seen InFile(FileInfo file, HashSet<string> numbers)
    {
        try
        {
            // A named pipe has no length, and nobody may ever write to it.
            if (file.Length == 0) return Seen.Nothing with { Files = 1 };
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var text = new StreamReader(stream, Encoding.Latin1);
            var found = Find(text, numbers);
            if (Unpacked(stream) is { } zip)
                using (zip)
                    foreach (var part in zip.Entries)
                    {
                        using var inner = new StreamReader(part.Open(), Encoding.Latin1);
                        found.UnionWith(Find(inner, numbers));
                    }
            return new Seen(1, stream.Length, 0, found);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return Seen.Nothing with { Closed = 1 };
        }
    }

    private static ZipArchive? Unpacked(Stream stream)
    {
        stream.Position = 0;
        if (stream.ReadByte() != 'P' || stream.ReadByte() != 'K') return null;
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>What sorts and joins have put on disk; they belong to the database's own user, so the server reads them.</summary>
    public static async Task<Seen> InPostgres(NpgsqlDataSource source, HashSet<string> numbers, CancellationToken stop)
    {
        // In pieces, each with the length of the longest number in hexadecimal of the next.
        await using var command = source.CreateCommand("select pg_read_binary_file('base/pgsql_tmp/' || name, at, 67108900, true) from pg_ls_tmpdir(), generate_series(0, size, 67108864) at");
        try
        {
            await using var reader = await command.ExecuteReaderAsync(stop);
            var seen = Seen.Nothing;
            while (await reader.ReadAsync(stop))
            {
                if (reader.IsDBNull(0)) continue;
                var piece = reader.GetFieldValue<byte[]>(0);
                using var text = new StringReader(Encoding.Latin1.GetString(piece));
                seen += new Seen(1, piece.Length, 0, Find(text, numbers));
            }
            return seen;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new OperatorException("PostgreSQL lets only a superuser read its temporary files.");
        }
    }

    /// <summary>What was looked through, and which numbers stood in it.</summary>
    /// <param name="Closed">Files that could not be read.</param>
    public sealed record Seen(int Files, long Bytes, int Closed, HashSet<string> Numbers)
    {
        public static Seen Nothing => new(0, 0, 0, []);

        public static Seen operator +(Seen one, Seen other) => new(one.Files + other.Files, one.Bytes + other.Bytes, one.Closed + other.Closed, [.. one.Numbers, .. other.Numbers]);
    }

    /// <summary>Which of the numbers stand in a text.</summary>
    public static HashSet<string> Find(TextReader text, HashSet<string> numbers)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (text.ReadLine() is { } line)
        {
            foreach (var run in Digits().EnumerateMatches(line)) Look(line.AsSpan(run.Index, run.Length));
            foreach (Match run in Hexadecimal().Matches(line)) Look(string.Concat(run.Value.Where((_, i) => i % 2 == 1)));
        }
        return found;

        void Look(ReadOnlySpan<char> run)
        {
            var known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var length in (ReadOnlySpan<int>)[Phone, Identity])
                for (var at = 0; at + length <= run.Length; at++)
                    if (known.TryGetValue(run.Slice(at, length), out var number)) found.Add(number);
        }
    }

    private static async Task<HashSet<string>> Seeded(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var command = source.CreateCommand("select substr(id, 3) from personal.subject where id like 'P-%'");
        await using var reader = await command.ExecuteReaderAsync(stop);
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
            foreach (var (field, value) in DemoPersons.Of(new EnterpriseCode(reader.GetString(0))))
                if (field != PersonalFields.Name) numbers.Add(value);
        return numbers;
    }

    [GeneratedRegex("[0-9]{11,}")]
    private static partial Regex Digits();

    [GeneratedRegex("(?:3[0-9]){11,}")]
    private static partial Regex Hexadecimal();
}
