using System.CommandLine;
using System.Runtime.InteropServices;

namespace CreditLoan.Tool;

/// <summary><c>xyd doctor</c>: what this machine has of what the platform, its tests and its benches need.</summary>
public static class DoctorCommand
{
    private sealed record Need(string What, string For, string Install, Func<bool> Found);

    private static readonly Need[] Needs =
    [
        new("PostgreSQL 15 or newer", "everything", "apt-get install postgresql", () => Directory.Exists("/usr/lib/postgresql") || Environment.GetEnvironmentVariable("CREDITLOAN_DB") is not null),
        new("Node", "the embedded database, peers of benches", "apt-get install nodejs npm", () => OnPath("node") && OnPath("npm")),
        new("Chromium", "PDF and browser journeys", "apt-get install chromium", () => OnPath("chromium")),
        new("Noto CJK fonts", "PDF and screenshots", "apt-get install fonts-noto-cjk", () => Directory.Exists("/usr/share/fonts/opentype/noto")),
        new("XGBoost", "the challenger model", "apt-get install libxgboost0", () => Loads("libxgboost.so.0")),
        new("libsodium", "joint modelling", "apt-get install libsodium23", () => Loads("libsodium.so.23")),
        new("scikit-learn", "the oracle of the scorecard's tests", "apt-get install python3-sklearn", () => Directory.Exists("/usr/lib/python3/dist-packages/sklearn")),
    ];

    public static Command Create()
    {
        var command = new Command("doctor", "Says what is missing on this machine, what for, and how to install it.");
        command.SetAction(_ =>
        {
            foreach (var need in Needs)
                Console.WriteLine(need.Found() ? $"ok       {need.What}" : $"missing  {need.What} (for {need.For}): {need.Install}");
            return Needs.All(n => n.Found()) ? 0 : 1;
        });
        return command;
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool Loads(string library) => NativeLibrary.TryLoad(library, out var handle) && Free(handle);

    private static bool Free(nint handle)
    {
        NativeLibrary.Free(handle);
        return true;
    }
}
