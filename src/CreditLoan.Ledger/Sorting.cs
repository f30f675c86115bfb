namespace CreditLoan.Ledger;

/// <summary>By which column a list stands where its reader chose one (排序).</summary>
public sealed record Sorting(string? By, bool Descending)
{
    /// <summary>The chosen column first, what is not known of it last, then as the list always stands; a name that the list does not offer chooses nothing.</summary>
    internal static Sql Order(Sorting? chosen, Sql usual, IReadOnlyList<string> offered) =>
        chosen is not { By: { } by } || !offered.Contains(by, StringComparer.Ordinal) ? usual
        : chosen.Descending ? Sql.Of($"{Sql.Name(by)} desc nulls last, {usual}")
        : Sql.Of($"{Sql.Name(by)} nulls last, {usual}");
}
