using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Seeding;
using Npgsql;

namespace CreditLoan.Tool;

/// <summary><c>xyd scan-personal</c>: looks in dumps and logs of a demonstration for the personal numbers that it was seeded with, as text and in hexadecimal; ends with 1 where one is found.</summary>
public static partial class ScanCommand
{
    private const int Phone = 11, Identity = 18;

    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "Dumps, logs, temporary files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("scan-personal", "Looks for every seeded personal number in files that may hold none.") { files };
        command.SetAction(async (parsed, stop) =>
        {
            var numbers = await Seeded(stop);
            if (numbers.Count == 0) throw new OperatorException("This database was seeded with no persons.");
            var found = 0;
            foreach (var file in parsed.GetValue(files)!)
            {
                if (!file.Exists) throw new OperatorException($"There is no file {file.FullName}.");
                using var reader = new StreamReader(file.FullName, Encoding.Latin1);
                var here = Find(reader, numbers);
                found += here;
                Console.WriteLine($"{file.Name}: {file.Length:N0} bytes, {here} of {numbers.Count:N0} seeded numbers");
            }
            return found == 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>How many of the numbers stand in a text.</summary>
    public static int Find(TextReader text, HashSet<string> numbers)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (text.ReadLine() is { } line)
        {
            foreach (var run in Digits().EnumerateMatches(line)) Look(line.AsSpan(run.Index, run.Length));
            foreach (Match run in Hexadecimal().Matches(line)) Look(string.Concat(run.Value.Where((_, i) => i % 2 == 1)));
        }
        return found.Count;

        void Look(ReadOnlySpan<char> run)
        {
            var known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var length in (ReadOnlySpan<int>)[Phone, Identity])
                for (var at = 0; at + length <= run.Length; at++)
                    if (known.TryGetValue(run.Slice(at, length), out var number)) found.Add(number);
        }
    }

    private static async Task<HashSet<string>> Seeded(CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(PlatformDatabase.Connection);
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
