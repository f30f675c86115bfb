namespace CreditLoan.Architecture.Tests.Planted;

/// <summary>Asks for everything that a pure project never asks for: seen by <see cref="Pure_code"/>.</summary>
public static class Impure
{
    public static object[] Everything() =>
        [TimeProvider.System.GetUtcNow(), DateTime.Now, Guid.NewGuid(), new Random(), File.Exists("x"), Environment.MachineName];

    public static async Task Later() => await Task.Yield();
}
