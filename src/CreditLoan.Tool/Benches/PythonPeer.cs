using System.Diagnostics;
using System.Globalization;

namespace CreditLoan.Tool.Benches;

/// <summary>A peer in Debian's Python: one process that stays, so that its imports and its input are read before the clock starts.</summary>
public sealed class PythonPeer : IDisposable
{
    private readonly Process python;
    private readonly string folder;

    private PythonPeer(Process python, string folder) => (this.python, this.folder) = (python, folder);

    /// <param name="script">Defines <c>work()</c>, which answers numbers; it may use <c>np</c> and <c>column(name)</c>.</param>
    /// <param name="columns">Columns of numbers, by name.</param>
    public static PythonPeer Start(string script, IReadOnlyDictionary<string, double[]> columns)
    {
        var place = Directory.CreateTempSubdirectory("xyd-python-").FullName;
        foreach (var (name, values) in columns)
        {
            using var file = File.Create(Path.Combine(place, name));
            file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(values));
        }
        const string before = """
            import sys, time, warnings
            import numpy as np
            warnings.filterwarnings('ignore')
            def column(name): return np.fromfile(name)
            """;
        const string after = """
            print('ready', flush=True)
            for _ in sys.stdin:
                start = time.perf_counter()
                answer = work()
                seconds = time.perf_counter() - start
                print(' '.join(repr(float(x)) for x in [seconds, *answer]), flush=True)
            """;
        File.WriteAllText(Path.Combine(place, "peer.py"), $"{before}\n{script}\n{after}");
        var start = new ProcessStartInfo("/usr/bin/python3", ["peer.py"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = place };
        try
        {
            var peer = new PythonPeer(Process.Start(start)!, place);
            if (peer.python.StandardOutput.ReadLine() == "ready") return peer;
            peer.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Directory.Delete(place, recursive: true);
        }
        throw new OperatorException("The peer needs python3-sklearn; infra/xyd doctor says what to install.");
    }

    /// <summary>One round: the seconds it took by the peer's own clock, and its answer.</summary>
    public (double Seconds, double[] Answer) Run()
    {
        python.StandardInput.WriteLine("again");
        python.StandardInput.Flush();
        var line = python.StandardOutput.ReadLine() ?? throw new OperatorException("The peer in Python stopped; its message is above.");
        var numbers = Array.ConvertAll(line.Split(' '), n => double.Parse(n, CultureInfo.InvariantCulture));
        return (numbers[0], numbers[1..]);
    }

    public void Dispose()
    {
        python.StandardInput.Close();
        python.WaitForExit();
        python.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
