using System.Buffers;

namespace CreditLoan.Files;

/// <summary>Reads comma-separated text (RFC 4180) record by record without making a string of each field.</summary>
/// <remarks>
/// Ends of line are LF, CRLF or CR. A quote counts only as the first character of a field; inside, a doubled quote is one.
/// The spans are valid until the next <see cref="Read"/>. Nothing is thrown on malformed text: <see cref="Problem"/> says what is wrong, and reading ends.
/// </remarks>
public sealed class CsvReader(TextReader source, FileLimits limits)
{
    private static readonly SearchValues<char> Stops = SearchValues.Create(",\r\n");
    private char[] _buffer = new char[1 << 16];
    private int _start, _end, _lines = 1;
    private bool _ended, _first = true;
    private (int Start, int Length)[] _fields = new (int, int)[16];

    /// <summary>The line on which the record begins, counted from 1.</summary>
    public int Line { get; private set; } = 1;

    public int FieldCount { get; private set; }

    /// <summary>Why the text cannot be read beyond <see cref="Line"/>; null while all is well.</summary>
    public string? Problem { get; private set; }

    public ReadOnlySpan<char> this[int field] => _buffer.AsSpan(_fields[field].Start, _fields[field].Length);

    /// <summary>Moves to the next record that is not an empty line.</summary>
    public bool Read()
    {
        while (Problem is null && Record())
        {
            if (FieldCount > 1 || _fields[0].Length > 0) return true;
        }
        return false;
    }

    private bool Record()
    {
        Line = _lines;
        FieldCount = 0;
        var at = _start;
        if (at == _end && !Fill(ref at)) return false;
        if (_first)
        {
            _first = false;
            if (_buffer[at] == '\uFEFF') at++;
        }
        while (true)
        {
            if (FieldCount == limits.MaxColumns) return Fail($"一行超过 {limits.MaxColumns} 列。");
            if (FieldCount == _fields.Length) Array.Resize(ref _fields, FieldCount * 2);
            var more = (at < _end || Fill(ref at)) && _buffer[at] == '"' ? Quoted(ref at) : Plain(ref at);
            if (Problem is not null) return false;
            if (more) continue;
            _start = at;
            return true;
        }
    }

    /// <summary>Up to a comma (true: another field follows) or the end of the line.</summary>
    private bool Plain(ref int at)
    {
        var length = 0;
        while (true)
        {
            var stop = _buffer.AsSpan(at + length, _end - at - length).IndexOfAny(Stops);
            if (stop >= 0)
            {
                length += stop;
                break;
            }
            length = _end - at;
            if (length > limits.MaxFieldLength || !Fill(ref at)) break;
        }
        return Finish(at, length, ref at, at + length);
    }

    /// <summary>A field in quotes; doubled quotes are folded in place.</summary>
    private bool Quoted(ref int at)
    {
        at++;
        int read = 0, written = 0;
        while (true)
        {
            if (at + read >= _end && !Fill(ref at) || at + read >= _end) return Fail("引号没有结束，请检查这一行的引号。");
            var c = _buffer[at + read++];
            if (c == '"')
            {
                if (at + read >= _end) Fill(ref at);
                if (at + read >= _end || _buffer[at + read] != '"') break;
                read++;
            }
            else if (c == '\n')
            {
                _lines++;
            }
            if (written > limits.MaxFieldLength) return Fail($"一个字段超过 {limits.MaxFieldLength} 个字。");
            _buffer[at + written++] = c;
        }
        var after = at + read;
        if (after < _end && !Stops.Contains(_buffer[after])) return Fail("引号之后还有文字，请检查这一行的引号。");
        return Finish(at, written, ref at, after);
    }

    private bool Finish(int start, int length, ref int at, int stop)
    {
        if (length > limits.MaxFieldLength) return Fail($"一个字段超过 {limits.MaxFieldLength} 个字。");
        _fields[FieldCount++] = (start, length);
        at = stop;
        if (at >= _end) return false;
        switch (_buffer[at])
        {
            case ',':
                at++;
                return true;
            case '\r':
                // The LF of a CRLF may still be outside the buffer.
                if (at + 1 >= _end) Fill(ref at);
                if (at + 1 < _end && _buffer[at + 1] == '\n') at++;
                break;
        }
        at++;
        _lines++;
        return false;
    }

    /// <summary>Reads more, keeping the record that has begun: positions before <c>_start</c> are given up and all others move.</summary>
    private bool Fill(ref int at)
    {
        if (_ended) return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            at -= _start;
            _end -= _start;
            for (var i = 0; i < FieldCount; i++) _fields[i].Start -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = source.Read(_buffer, _end, _buffer.Length - _end);
        _ended = count == 0;
        _end += count;
        return count > 0;
    }

    private bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }
}
