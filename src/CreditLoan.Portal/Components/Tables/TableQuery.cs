using System.Globalization;
using System.Web;
using CreditLoan.Ledger;

namespace CreditLoan.Portal.Components;

/// <summary>What a table shows: read from the page's address, so that a link reproduces it.</summary>
/// <param name="Filters">Every other name in the address: stage=..., q=...; empty values are left out.</param>
public sealed record TableQuery(string? Sort, bool Descending, int Page, int Size, IReadOnlyDictionary<string, string> Filters)
{
    /// <summary>What the table's query is asked to order by.</summary>
    public Sorting Sorting => new(Sort, Descending);

    /// <summary>The value of one filter; null where it is not set.</summary>
    public string? this[string filter] => Filters.GetValueOrDefault(filter);

    public static TableQuery From(string uri, string? defaultSort, bool defaultDescending, int size)
    {
        var given = HttpUtility.ParseQueryString(new Uri(uri).Query);
        var filters = given.AllKeys.OfType<string>()
            .Where(name => name is not ("sort" or "desc" or "page" or "open") && !string.IsNullOrWhiteSpace(given[name]))
            .ToDictionary(name => name, name => given[name]!.Trim(), StringComparer.Ordinal);
        var page = int.TryParse(given["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? Math.Clamp(p, 1, 1_000_000) : 1;
        return given["sort"] is { Length: > 0 } sort
            ? new TableQuery(sort, given["desc"] is "1", page, size, filters)
            : new TableQuery(defaultSort, defaultDescending, page, size, filters);
    }

    /// <summary>The same address with some names changed; null or empty takes a name out, and the page starts again at 1.</summary>
    public static string With(string uri, params (string Name, string? Value)[] changes)
    {
        var address = new Uri(uri);
        var given = HttpUtility.ParseQueryString(address.Query);
        if (!Array.Exists(changes, c => c.Name is "page" or "open")) given.Remove("page");
        foreach (var (name, value) in changes)
        {
            if (string.IsNullOrEmpty(value)) given.Remove(name);
            else given[name] = value;
        }
        return given.Count == 0 ? address.AbsolutePath : address.AbsolutePath + "?" + given;
    }
}

/// <summary>One page of rows and the number of all that match.</summary>
public sealed record TablePage<TRow>(IReadOnlyList<TRow> Rows, long Total);

/// <summary>A file to hand to the browser.</summary>
public sealed record ExportFile(string Name, string ContentType, Stream Content);
