namespace CreditLoan.Portal.Shell;

/// <summary>The installation's own names, and whether its data is made up (演示数据).</summary>
public sealed record Platform(string Name, string FullName, bool IsDemonstration);
