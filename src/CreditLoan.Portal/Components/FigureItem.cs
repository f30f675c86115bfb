namespace CreditLoan.Portal.Components;

/// <summary>One figure in a row of figures.</summary>
/// <param name="Href">Where it can be opened: definition, source, time and rows.</param>
/// <param name="Beneath">A comparison or a part of it, in words.</param>
public sealed record FigureItem(string Name, string Value, string Unit, string? Href = null, string? Beneath = null);
