using System.Diagnostics;
using System.Reflection;

namespace CreditLoan;

/// <summary>A test assembly run as a program of its own, on this machine with parts of its processor hidden from it.</summary>
internal static class LesserMachine
{
    /// <summary>No vectors at all; 128 bits; 256 bits. Where the machine has no more than that anyway, nothing changes.</summary>
    public static readonly string[] Settings = ["DOTNET_EnableHWIntrinsic", "DOTNET_EnableAVX", "DOTNET_EnableAVX512"];

    /// <summary>What the assembly's Main prints, line by line.</summary>
    public static async Task<string[]> Run(Assembly assembly, string setting)
    {
        var start = new ProcessStartInfo("dotnet", [assembly.Location]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[setting] = "0";
        using var program = Process.Start(start)!;
        var errors = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return program.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new InvalidOperationException($"{setting}=0: {await errors}");
    }
}
