using System.Text.Json.Nodes;

namespace CreditLoan.Ledger.Tests;

/// <summary>Two approval files guard what is stored: the names of events, and one sample of JSON an event that must load for ever.</summary>
/// <remarks>A test that fails prints the lines that are missing; <c>CREDITLOAN_APPROVE=1 dotnet test …</c> writes them into the files.</remarks>
public sealed class Stored_names
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "CreditLoan.Ledger.Tests");
    private static readonly string Names = Path.Combine(Folder, "EventNames.approved.txt");
    private static readonly string Samples = Path.Combine(Folder, "EventSamples.approved.txt");

    private static readonly (Slice Slice, string Name, Type Type)[] Stored =
        [.. Slices.All.SelectMany(s => s.Types.Select(t => (s, t.Key, t.Value))).OrderBy(s => s.Key, StringComparer.Ordinal)];

    [Fact]
    public void Are_those_that_were_approved()
    {
        var now = Stored.Select(s => $"{s.Name} {s.Slice.Alias} {s.Type.FullName}").ToArray();
        if (Environment.GetEnvironmentVariable("CREDITLOAN_APPROVE") is not null) File.WriteAllLines(Names, now);
        var approved = File.ReadAllLines(Names);
        Assert.True(now.SequenceEqual(approved),
            $"{Path.GetFileName(Names)} differs; a stored name never changes once it is released.\n" +
            string.Concat(now.Except(approved).Select(line => $"+ {line}\n")) + string.Concat(approved.Except(now).Select(line => $"- {line}\n")));
    }

    [Fact]
    public void Belong_to_one_event_each() =>
        Assert.Equal(Stored.Length, Stored.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Have_a_sample_each()
    {
        var known = Read().Keys.ToHashSet(StringComparer.Ordinal);
        var missing = Stored.Where(s => !known.Contains(s.Name)).Select(s => $"{s.Name} {Example.Json(s.Type)}").ToArray();
        if (Environment.GetEnvironmentVariable("CREDITLOAN_APPROVE") is not null)
        {
            File.WriteAllLines(Samples, File.ReadAllLines(Samples).Concat(missing).Order(StringComparer.Ordinal));
            missing = [];
        }
        Assert.True(missing.Length == 0, $"{Path.GetFileName(Samples)} lacks a sample of:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Have_samples_that_load_and_are_written_the_same_again()
    {
        var samples = Read();
        var broken = new List<string>();
        foreach (var (slice, name, type) in Stored)
        {
            if (!samples.TryGetValue(name, out var json)) continue;
            try
            {
                var happened = slice.Read(name, json);
                var again = System.Text.Json.JsonSerializer.Serialize(happened, type, EventJson.Options);
                if (!JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(again))) broken.Add($"{name}\n  stored  {json}\n  written {again}");
            }
            catch (Exception e)
            {
                broken.Add($"{name} does not load: {e.Message}");
            }
        }
        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    private static Dictionary<string, string> Read() =>
        File.ReadAllLines(Samples).Select(line => line.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
}
