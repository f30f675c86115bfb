using System.Diagnostics;
using System.Globalization;

namespace CreditLoan.Scoring.Tests;

/// <summary>Debian's Python with scikit-learn, the foreign answer that fits are compared with. Missing: a failure, never a skip.</summary>
internal static class Python
{
    /// <summary>Runs a script on columns of numbers; its standard output is one number a line.</summary>
    public static double[] Run(string script, params double[][] columns)
    {
        var folder = Directory.CreateTempSubdirectory("creditloan-python-").FullName;
        try
        {
            for (var c = 0; c < columns.Length; c++)
                File.WriteAllBytes(Path.Combine(folder, $"{c.ToString(CultureInfo.InvariantCulture)}.f8"), [.. columns[c].SelectMany(BitConverter.GetBytes)]);
            var start = new ProcessStartInfo("/usr/bin/python3") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
            using var python = Process.Start(start)!;
            python.StandardInput.Write(
                $"import numpy as np\ncolumns = [np.fromfile(f'{{c}}.f8') for c in range({columns.Length.ToString(CultureInfo.InvariantCulture)})]\n{script}");
            python.StandardInput.Close();
            var errors = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            Assert.True(python.ExitCode == 0, $"python3-sklearn is needed: {errors.Result}");
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => double.Parse(l, CultureInfo.InvariantCulture))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
