using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using CreditLoan.Ledger.Evidence;
using Npgsql;

namespace CreditLoan.Tool;

/// <summary><c>xyd witness</c>: what a bank or the bureau runs to look at the platform's log and cosign it; and how the platform knows it.</summary>
/// <remarks>The witness calls the platform, never the other way: it needs no open port, and no more than the four public addresses of the log.</remarks>
public static class WitnessCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "The witness's name, as the page shows it.", Required = true };
        var folder = new Option<DirectoryInfo>("--folder") { Description = "Where the witness keeps its key and what it signed; it never leaves its house.", Required = true };
        var key = new Command("key", "Makes the witness's key where there is none, and prints its public part for the platform.") { name, folder };
        key.SetAction(parsed => Console.WriteLine(Convert.ToBase64String(Open(parsed.GetValue(folder)!, parsed.GetValue(name)!).Key.Public)));

        var platform = new Option<string>("--platform") { Description = "The platform's address, for example http://localhost:5080.", Required = true };
        var trusted = new Option<string>("--key") { Description = "The id of a key of the log that you have compared with the published one.", Required = true };
        var accept = new Option<int>("--accept-epoch") { Description = "After a restore: the number of the statement that you have read and accept." };
        var sign = new Command("sign", "Checks that the log only added to what this witness signed before, and cosigns its newest checkpoints.") { name, folder, platform, trusted, accept };
        sign.SetAction((parsed, stop) => Sign(Open(parsed.GetValue(folder)!, parsed.GetValue(name)!), Address(parsed.GetValue(platform)!), parsed.GetValue(trusted)!, parsed.GetValue(accept), stop));

        var given = new Argument<string>("public-key") { Description = "What 'xyd witness key' printed, brought by a way that both trust." };
        var add = new Command("add", "On the platform: makes a witness's key known.") { name, given };
        add.SetAction(async (parsed, stop) =>
        {
            var spki = new byte[parsed.GetValue(given)!.Length];
            if (!Convert.TryFromBase64String(parsed.GetValue(given)!, spki, out var length)) throw new OperatorException("That is no public key.");
            await using var source = NpgsqlDataSource.Create(PlatformDatabase.Connection);
            var witness = new WitnessKey(SigningKeys.Id(spki[..length]), parsed.GetValue(name)!, spki[..length]);
            await new WitnessDesk(source).Add(witness, stop);
            Console.WriteLine($"{witness.Id}  {witness.Name}");
        });
        var id = new Argument<string>("id") { Description = "The id of the witness's key." };
        var end = new Command("end", "On the platform: takes no more cosignatures of this key; those it gave stay.") { id };
        end.SetAction(async (parsed, stop) =>
        {
            await using var source = NpgsqlDataSource.Create(PlatformDatabase.Connection);
            if (!await new WitnessDesk(source).End(parsed.GetValue(id)!, stop)) throw new OperatorException("No witness at work has that key.");
        });
        return new Command("witness", "Cosigning of the evidence log by a bank or the bureau.") { key, sign, add, end };
    }

    private static Uri Address(string platform) => Uri.TryCreate(platform, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address : throw new OperatorException($"{platform} is no address.");

    private static Witness Open(DirectoryInfo folder, string name) => name.Contains('\n', StringComparison.Ordinal) ? throw new OperatorException("A name is one line.") : new(folder.FullName, name, TimeProvider.System);

    private static async Task<int> Sign(Witness witness, Uri platform, string trusted, int accepted, CancellationToken stop)
    {
        using var log = new HttpClient { BaseAddress = new Uri(platform, "/evidence/"), Timeout = TimeSpan.FromSeconds(30) };
        var keys = await Get<List<VerifyingKey>>("keys");
        var epochs = await Get<List<Epoch>>("epochs");
        foreach (var suite in CryptoSuite.All)
        {
            using var answer = await log.GetAsync($"checkpoint?suite={suite.Name}", stop);
            if (answer.StatusCode == System.Net.HttpStatusCode.NotFound) continue;
            if (!Checkpoint.TryParse(await answer.Content.ReadAsStringAsync(stop), out var newest)) throw new OperatorException("The platform's checkpoint is damaged.");
            Cosignature cosignature;
            try
            {
                cosignature = await witness.Cosign(newest, keys, trusted, epochs, accepted,
                    async (first, second) => (await Get<Proof>(string.Create(CultureInfo.InvariantCulture, $"consistency?suite={suite.Name}&first={first}&second={second}"))).Hashes);
            }
            catch (WitnessRefusalException refusal)
            {
                await Console.Error.WriteLineAsync(refusal.Message);
                return 1;
            }
            using var taken = await log.PostAsJsonAsync("cosignatures", cosignature, stop);
            if (!taken.IsSuccessStatusCode) throw new OperatorException($"The platform does not take the cosignature ({(int)taken.StatusCode}): is the key {cosignature.Key} known there under this name?");
            Console.WriteLine($"{newest.Size:N0} leaves cosigned ({suite.Algorithms}) with {cosignature.Key}.");
        }
        return 0;

        async Task<T> Get<T>(string address) => await log.GetFromJsonAsync<T>(address, stop) ?? throw new OperatorException("The platform's answer is empty.");
    }

    private sealed record Proof([property: System.Text.Json.Serialization.JsonPropertyName("proof")] byte[][] Hashes);
}
