using System.Diagnostics;

namespace CreditLoan.Tool;

/// <summary>A program run to its end, its standard output kept, its standard error passed on.</summary>
public static class Child
{
    public static async Task<string> Run(string program, IEnumerable<string> arguments, CancellationToken stop, string? folder = null)
    {
        using var process = Start(program, arguments, folder);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 ? output.Trim() : throw new OperatorException($"{Path.GetFileName(program)} ended with {process.ExitCode}.");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, string? folder)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder ?? Repository.Root };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new OperatorException($"{program} is missing; infra/xyd doctor says what to install.");
        }
    }
}
