using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>The log as PostgreSQL streams it fastest: one COPY in binary form, decoded as it arrives.</summary>
internal sealed class LogCopy : IDisposable
{
    /// <summary>PostgreSQL counts microseconds from here.</summary>
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int Signature = 19; // eleven bytes, flags, and the length of an extension that is always empty
    private const int Fields = 5;

    private readonly Stream _stream;
    private readonly List<(byte[] Name, JsonTypeInfo Type)> _types;
    private byte[] _buffer = new byte[1 << 18];
    private int _start, _end;
    private int _streamAt, _streamLength;
    private int _lastType;

    /// <param name="types">The stored names that are read, and their types; other events are left out.</param>
    public LogCopy(NpgsqlConnection connection, IReadOnlyDictionary<string, Type> types, long after, long? upTo)
    {
        _types = [.. types.Select(t => (System.Text.Encoding.UTF8.GetBytes(t.Key), EventJson.Options.GetTypeInfo(t.Value)))];
        var names = string.Join(", ", types.Keys.Select(name => $"'{name.Replace("'", "''")}'"));
        _stream = connection.BeginRawBinaryCopy($"""
            copy (select stream_id, version, timestamp, type, data from mt_events
                  where seq_id > {after}{(upTo is { } last ? $" and seq_id <= {last}" : "")} and type in ({names}) order by seq_id)
            to stdout (format binary)
            """);
        Need(Signature);
        _start += Signature;
    }

    /// <summary>The stream's id as stored, valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Stream => _buffer.AsSpan(_streamAt, _streamLength);
    public long Version { get; private set; }
    public DateTimeOffset At { get; private set; }
    public object Happened { get; private set; } = null!;

    public bool Read()
    {
        if (Int16() != Fields) return false; // -1 ends the copy.
        // The whole row lies in the buffer before its parts are looked at, so that none of them moves.
        Need(RowLength());
        _streamLength = Int32();
        _streamAt = _start;
        _start += _streamLength;
        _start += 4;
        Version = BinaryPrimitives.ReadInt64BigEndian(Take(8));
        _start += 4;
        At = Epoch.AddTicks(BinaryPrimitives.ReadInt64BigEndian(Take(8)) * TimeSpan.TicksPerMicrosecond);
        var type = TypeOf(Take(Int32()));
        var json = Take(Int32());
        Happened = JsonSerializer.Deserialize(json[1..], type)!; // The first byte is the version of jsonb's wire form.
        return true;
    }

    private JsonTypeInfo TypeOf(ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual(_types[_lastType].Name)) _lastType = Find(name);
        return _types[_lastType].Type;
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _types.Count; i++)
            if (name.SequenceEqual(_types[i].Name)) return i;
        throw new InvalidOperationException("COPY answered a type that was not asked for.");
    }

    private int RowLength()
    {
        var length = 0;
        for (var field = 0; field < Fields; field++)
        {
            Need(length + 4);
            length += 4 + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + length));
        }
        return length;
    }

    private short Int16()
    {
        Need(2);
        return BinaryPrimitives.ReadInt16BigEndian(Take(2));
    }

    private int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    private ReadOnlySpan<byte> Take(int count)
    {
        _start += count;
        return _buffer.AsSpan(_start - count, count);
    }

    /// <summary>At least so many bytes from the start on.</summary>
    private void Need(int count)
    {
        if (_end - _start >= count) return;
        if (_start + count > _buffer.Length)
        {
            var larger = count > _buffer.Length ? new byte[count * 2] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            (_buffer, _end, _start) = (larger, _end - _start, 0);
        }
        while (_end - _start < count)
        {
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0) throw new EndOfStreamException("COPY ended in mid row.");
            _end += read;
        }
    }

    public void Dispose() => _stream.Dispose();
}
