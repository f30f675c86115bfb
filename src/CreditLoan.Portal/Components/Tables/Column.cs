using Microsoft.AspNetCore.Components;

namespace CreditLoan.Portal.Components;

/// <summary>One column of a <see cref="DataTable{TRow}"/>.</summary>
public sealed class Column<TRow> : ComponentBase
{
    /// <summary>The head, with its unit: 金额（万元）.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>The name to sort by, where the server can.</summary>
    [Parameter] public string? Sort { get; set; }

    /// <summary>Place on a phone: 1 and 2 on the first line, 3 and 4 on the second; 0 is hidden there.</summary>
    [Parameter] public int Phone { get; set; }

    /// <summary>Numbers stand at the right.</summary>
    [Parameter] public bool Right { get; set; }

    /// <summary>Long text may break.</summary>
    [Parameter] public bool Wrap { get; set; }

    /// <summary>The column that names the row (its row header).</summary>
    [Parameter] public bool Names { get; set; }

    /// <summary>Drawn in the cell; without it, <see cref="Text"/> is.</summary>
    [Parameter] public RenderFragment<TRow>? ChildContent { get; set; }

    /// <summary>The value as text; also what a small unit or an export says.</summary>
    [Parameter] public Func<TRow, string?>? Text { get; set; }

    /// <summary>The value for the workbook, where it is not the text: a number, a day.</summary>
    [Parameter] public Func<TRow, object?>? Export { get; set; }

    [CascadingParameter] private DataTable<TRow> Table { get; set; } = null!;

    internal string Class => $"{(Right ? "right" : null)} {(Wrap ? "wrap" : null)} {(Phone > 0 ? "p" + Phone : null)}";

    internal object? Value(TRow row) => Export is not null ? Export(row) : Text?.Invoke(row);

    protected override void OnInitialized() => Table.Add(this);
}
