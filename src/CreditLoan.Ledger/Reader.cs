using CreditLoan.Domain.Access;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>One page of a list, and how many rows there are in all.</summary>
public sealed record Page<T>(IReadOnlyList<T> Rows, long Total);

/// <summary>Reads views as the database role that may do nothing else; the viewer is set in each transaction, so that row level security holds by itself.</summary>
public sealed class Reader(NpgsqlDataSource reader, Pulse pulse)
{
    public async Task<IReadOnlyList<T>> Rows<T>(Viewer viewer, Sql sql, CancellationToken stop = default) =>
        await As(viewer, (connection, token) => Rows<T>(connection, sql, token), stop);

    public async Task<T?> Row<T>(Viewer viewer, Sql sql, CancellationToken stop = default) where T : class =>
        (await Rows<T>(viewer, sql, stop)) is [var first, ..] ? first : null;

    public async Task<T> Scalar<T>(Viewer viewer, Sql sql, CancellationToken stop = default) =>
        await As(viewer, async (connection, token) =>
        {
            await using var command = sql.On(connection);
            return (T)Column.FromDb(await command.ExecuteScalarAsync(token), typeof(T))!;
        }, stop);

    /// <summary>One page of a query: <paramref name="page"/> from 0, and the count of all its rows.</summary>
    public async Task<Page<T>> Page<T>(Viewer viewer, Sql sql, Sql order, int page, int size, CancellationToken stop = default) =>
        await As(viewer, async (connection, token) =>
        {
            await using var count = Sql.Of($"select count(*) from ({sql}) as counted").On(connection);
            var total = (long)(await count.ExecuteScalarAsync(token))!;
            var rows = await Rows<T>(connection, Sql.Of($"select * from ({sql}) as paged order by {order} limit {size} offset {(long)page * size}"), token);
            return new Page<T>(rows, total);
        }, stop);

    private Task<TResult> As<TResult>(Viewer viewer, Func<NpgsqlConnection, CancellationToken, Task<TResult>> read, CancellationToken stop) =>
        pulse.Wait(() => Read(viewer, read, stop));

    private async Task<TResult> Read<TResult>(Viewer viewer, Func<NpgsqlConnection, CancellationToken, Task<TResult>> read, CancellationToken stop)
    {
        await using var connection = await reader.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var set = Sql.Of($"""
            select set_config('creditloan.kind', {viewer.Kind}, true), set_config('creditloan.tenant', {viewer.Tenant}, true),
                   set_config('creditloan.role', {viewer.Role}, true), set_config('creditloan.account', {viewer.Account}, true)
            """).On(connection))
            await set.ExecuteNonQueryAsync(stop);
        var result = await read(connection, stop);
        await transaction.CommitAsync(stop);
        return result;
    }

    internal static async Task<IReadOnlyList<T>> Rows<T>(NpgsqlConnection connection, Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<T>();
        if (typeof(T).IsPrimitive || typeof(T) == typeof(string) || EventJson.IsCode(typeof(T)) || typeof(T) == typeof(DateOnly))
        {
            while (await reader.ReadAsync(stop)) rows.Add((T)Column.FromDb(reader.GetValue(0), typeof(T))!);
            return rows;
        }
        var constructor = Column.Constructor(typeof(T));
        var parameters = constructor.GetParameters();
        var ordinals = parameters.Select(p => reader.GetOrdinal(Column.SnakeCase(p.Name!))).ToArray();
        while (await reader.ReadAsync(stop))
        {
            var values = new object?[parameters.Length];
            for (var i = 0; i < values.Length; i++) values[i] = Column.FromDb(reader.GetValue(ordinals[i]), parameters[i].ParameterType);
            rows.Add((T)constructor.Invoke(values));
        }
        return rows;
    }
}
