using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>SQL written as an interpolated string: every hole becomes a parameter, never text. A hole that is itself <see cref="Sql"/> is put in place.</summary>
[InterpolatedStringHandler]
public sealed partial class Sql
{
    private readonly StringBuilder _text = new();
    private readonly List<NpgsqlParameter> _parameters = [];

    public Sql(int literalLength, int formattedCount) => _text.EnsureCapacity(literalLength + formattedCount * 3);

    /// <summary>A fragment on its own, to be put into another.</summary>
    public static Sql Of(Sql sql) => sql;

    /// <summary>Nothing: the fragment for "no condition".</summary>
    public static Sql None => new(0, 0);

    /// <summary>A column's or table's name, which cannot be a parameter: letters, digits and underscores only.</summary>
    public static Sql Name(string name)
    {
        if (!Identifier().IsMatch(name)) throw new ArgumentException($"'{name}' is no column name.", nameof(name));
        var sql = new Sql(name.Length, 0);
        sql.AppendLiteral(name);
        return sql;
    }

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(Sql fragment)
    {
        // The fragment's parameters are numbered from one; they continue ours.
        var shift = _parameters.Count;
        _text.Append(Placeholder().Replace(fragment._text.ToString(), m => "$" + (int.Parse(m.ValueSpan[1..]) + shift)));
        _parameters.AddRange(fragment._parameters.Select(p => p.Clone()));
    }

    public void AppendFormatted<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter { Value = Column.ToDb(value), NpgsqlDbType = Column.DbTypeOf(typeof(T) == typeof(object) && value is not null ? value.GetType() : typeof(T)) });
        _text.Append('$').Append(_parameters.Count);
    }

    public NpgsqlCommand On(NpgsqlConnection connection, NpgsqlTransaction? transaction = null)
    {
        var command = new NpgsqlCommand(_text.ToString(), connection, transaction);
        foreach (var parameter in _parameters) command.Parameters.Add(parameter.Clone());
        return command;
    }

    public override string ToString() => _text.ToString();

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex Identifier();
}
