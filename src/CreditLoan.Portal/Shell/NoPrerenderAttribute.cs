namespace CreditLoan.Portal.Shell;

/// <summary>The page reads under a consent: it is drawn once, in the circuit, so that one visit is one audit row.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NoPrerenderAttribute : Attribute;
