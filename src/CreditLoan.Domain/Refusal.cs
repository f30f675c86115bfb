namespace CreditLoan.Domain;

/// <summary>A rule says no (拒绝): a stable code for machines and one sentence in Chinese for people.</summary>
public sealed record Refusal(string Code, string Sentence);
