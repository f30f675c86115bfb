using CreditLoan.Ledger;

namespace CreditLoan.BankApi.Wire;

/// <summary>One page of a list.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Page">From 1.</param>
/// <param name="Next">The address of the next page; left out on the last.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, long Total, int Page, int Size, string? Next);

/// <summary>Which page is asked for.</summary>
/// <param name="Page">From 1; the first unless said.</param>
/// <param name="Size">1 to 200; 50 unless said.</param>
public sealed record PageAsked(int? Page, int? Size)
{
    public const int Most = 200;

    public int Index => (Page ?? 1) is >= 1 and <= 1_000_000 and var page ? page - 1 : throw new BadHttpRequestException("\"page\" is from 1.");
    public int Rows => (Size ?? 50) is >= 1 and <= Most and var size ? size : throw new BadHttpRequestException("\"size\" is 1 to 200.");

    public PageOf<TOut> Of<TRow, TOut>(Page<TRow> found, HttpRequest request, Func<TRow, TOut> show)
    {
        var more = ((long)Index + 1) * Rows < found.Total;
        return new PageOf<TOut>([.. found.Rows.Select(show)], found.Total, Index + 1, Rows, more ? Address(request, Index + 2) : null);
    }

    private string Address(HttpRequest request, int page)
    {
        var query = request.Query.Where(q => q.Key is not ("page" or "size")).SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v));
        return request.HttpContext.RequestServices.GetRequiredService<ApiSettings>().Url + request.Path
            + QueryString.Create([.. query, new("page", page.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("size", Rows.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
    }
}
