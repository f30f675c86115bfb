namespace CreditLoan.Ledger;

/// <summary>A named place at which <c>xyd torture</c> may kill or stop its own process (故障点).</summary>
/// <remarks>Nobody else sets the hook, so that in production a hit is one look at a field.</remarks>
public static class Failpoint
{
    public static Action<string>? Hook { get; set; }

    public static void Hit(string name) => Hook?.Invoke(name);
}
