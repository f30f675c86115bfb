using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>Whether the server answers at all (心跳). One that stands still takes every question and answers none, and the driver waits half a minute for it.</summary>
/// <remarks>
/// Whoever has waited so long asks for a sign of life, on a connection that is no pool's: one that is exhausted is another matter. Where none comes, that caller is told, and everybody after it at once,
/// until the server answers again; where one comes, the answer is only slow, and waited for. What a caller was told of goes on by
/// itself and gives its connection back when the server does.
/// </remarks>
/// <param name="source">Without a pool.</param>
public sealed class Pulse(NpgsqlDataSource source)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(8_200), Sign = TimeSpan.FromMilliseconds(1_300), Pause = TimeSpan.FromMilliseconds(500);
    private int _still;

    /// <summary>The server stands still: it did not answer, and has not answered since.</summary>
    public bool IsStill => Volatile.Read(ref _still) == 1;

    /// <exception cref="TimeoutException">The server stands still; of what was asked nothing is known.</exception>
    public async Task<T> Wait<T>(Func<Task<T>> ask)
    {
        Check();
        var work = ask();
        while (true)
            try
            {
                return await work.WaitAsync(Patience);
            }
            catch (TimeoutException) when (!work.IsCompleted)
            {
                if (!await Beats()) throw Still();
            }
    }

    /// <summary>The same, on a connection of this source.</summary>
    public Task<T> On<T>(NpgsqlDataSource asked, Func<NpgsqlConnection, Task<T>> ask, CancellationToken stop = default) => Wait(async () =>
    {
        await using var connection = await asked.OpenConnectionAsync(stop);
        return await ask(connection);
    });

    /// <exception cref="TimeoutException">The server stands still.</exception>
    public void Check()
    {
        if (IsStill) throw Still();
    }

    private static TimeoutException Still() => new("The database stands still.");

    private async Task<bool> Beats()
    {
        var sign = Ask();
        try
        {
            await sign.WaitAsync(Sign);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // A server that refuses is away, and says so to everybody itself.
            if (!sign.IsCompleted && Interlocked.Exchange(ref _still, 1) == 0) _ = Watch(sign);
            return false;
        }
    }

    private async Task Watch(Task sign)
    {
        try
        {
            while (true)
                try
                {
                    await sign;
                    return;
                }
                catch (NpgsqlException)
                {
                    await Task.Delay(Pause);
                    sign = Ask();
                }
        }
        finally
        {
            Volatile.Write(ref _still, 0);
        }
    }

    private async Task Ask()
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.ExecuteScalarAsync();
    }
}
