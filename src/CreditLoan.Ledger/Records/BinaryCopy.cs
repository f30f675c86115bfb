using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace CreditLoan.Ledger.Records;

/// <summary>Writes rows in PostgreSQL's binary COPY format straight into its stream: no object a value, one buffer.</summary>
/// <remarks>The rows are the table's only when <see cref="Complete"/> has been called and the transaction is committed.</remarks>
internal sealed class BinaryCopy : IAsyncDisposable
{
    private static readonly DateOnly Epoch = new(2000, 1, 1);
    private readonly NpgsqlRawCopyStream _stream;
    private byte[] _buffer = new byte[1 << 17];
    private int _at;

    private BinaryCopy(NpgsqlRawCopyStream stream)
    {
        _stream = stream;
        ReadOnlySpan<byte> header = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
        header.CopyTo(_buffer);
        _at = header.Length;
    }

    public static async Task<BinaryCopy> Into(NpgsqlConnection connection, string tableAndColumns, CancellationToken stop) =>
        new(await connection.BeginRawBinaryCopyAsync($"copy {tableAndColumns} from stdin (format binary)", stop));

    /// <summary>Begins a row of so many columns; now and then this sends the buffer.</summary>
    public void Row(short columns)
    {
        if (_at > _buffer.Length / 2) Flush();
        BinaryPrimitives.WriteInt16BigEndian(Take(2), columns);
    }

    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);

    public void Text(string? text)
    {
        if (text is null)
        {
            Null();
            return;
        }
        // Room for the longest that it may be; what is not needed is given back.
        var place = Take(4 + text.Length * 3);
        var length = Encoding.UTF8.GetBytes(text, place[4..]);
        BinaryPrimitives.WriteInt32BigEndian(place, length);
        _at -= text.Length * 3 - length;
    }

    public void Long(long value)
    {
        var place = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(place, 8);
        BinaryPrimitives.WriteInt64BigEndian(place[4..], value);
    }

    public void Int(int value)
    {
        var place = Take(8);
        BinaryPrimitives.WriteInt32BigEndian(place, 4);
        BinaryPrimitives.WriteInt32BigEndian(place[4..], value);
    }

    public void Short(short value)
    {
        var place = Take(6);
        BinaryPrimitives.WriteInt32BigEndian(place, 2);
        BinaryPrimitives.WriteInt16BigEndian(place[4..], value);
    }

    public void Bool(bool value)
    {
        var place = Take(5);
        BinaryPrimitives.WriteInt32BigEndian(place, 1);
        place[4] = value ? (byte)1 : (byte)0;
    }

    public void Day(DateOnly day) => Int(day.DayNumber - Epoch.DayNumber);

    public void Day(DateOnly? day)
    {
        if (day is { } known) Day(known);
        else Null();
    }

    public async Task Complete(CancellationToken stop)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        Flush();
        await _stream.DisposeAsync();
        stop.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();

    private Span<byte> Take(int length)
    {
        if (_at + length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _at + length));
        var place = _buffer.AsSpan(_at, length);
        _at += length;
        return place;
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _at);
        _at = 0;
    }
}
