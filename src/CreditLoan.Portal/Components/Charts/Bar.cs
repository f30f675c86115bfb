namespace CreditLoan.Portal.Components;

/// <summary>One bar: its name, its value for the eye and in words.</summary>
/// <param name="Share">At the right, in words: the part of the step before, of the whole.</param>
/// <param name="Target">The thin upright.</param>
/// <param name="Href">Where the figure can be opened.</param>
public sealed record Bar(string Name, decimal Value, string Said, string? Share = null, decimal? Target = null, string? Href = null, Meaning Means = Meaning.Plain);
