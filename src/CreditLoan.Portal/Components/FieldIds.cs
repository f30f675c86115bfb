namespace CreditLoan.Portal.Components;

/// <summary>What a control inside a <see cref="Field"/> wears: <c>id</c>, <c>aria-describedby</c>, <c>aria-invalid</c>.</summary>
public sealed record FieldIds(string Id, bool HasHint, bool HasError)
{
    public string? DescribedBy => (HasHint, HasError) switch
    {
        (true, true) => $"{Id}-hint {Id}-error",
        (true, false) => $"{Id}-hint",
        (false, true) => $"{Id}-error",
        _ => null,
    };

    public string? Invalid => HasError ? "true" : null;
}
