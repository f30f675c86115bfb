namespace CreditLoan.Architecture.Tests.Planted;

/// <summary>Forgets who looks: seen by <see cref="A_query"/>.</summary>
public sealed class PlantedQueries
{
    private readonly string[] rows = ["one"];

    public string[] All() => rows;
}
