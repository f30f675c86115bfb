using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CreditLoan.Tool.Tests;

public sealed class The_cluster_script : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("creditloan-cluster-").FullName;

    [Fact]
    public void Starts_a_cluster_once_and_says_the_same_line_again()
    {
        var (exit, line, said) = Run("start", folder, "0");
        var again = Run("start", folder, "0");

        Assert.True(exit == 0, said);
        Assert.Matches(@"^Host=127\.0\.0\.1;Port=\d+;Database=creditloan;Username=creditloan;Password=[0-9a-f]{32}\n$", line);
        Assert.Equal((0, line), (again.Exit, again.Output));
        Assert.Equal(line, Run("show", folder).Output);
    }

    [Fact]
    public void Refuses_a_port_in_use_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exit, line, said) = Run("start", folder, $"{port}");

        Assert.Equal((1, ""), (exit, line));
        Assert.EndsWith($"Port {port}, where PostgreSQL should listen, is in use by another program.\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_nothing_behind_when_it_drops()
    {
        Run("start", folder, "0");

        var (exit, _, _) = Run("drop", folder);

        Assert.Equal(0, exit);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.NotEqual(0, Run("show", folder).Exit);
    }

    public void Dispose()
    {
        Run("drop", folder);
        Directory.Delete(folder, recursive: true);
    }

    private static (int Exit, string Output, string Said) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "infra/postgres/cluster.sh"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, said.GetAwaiter().GetResult());
    }
}
