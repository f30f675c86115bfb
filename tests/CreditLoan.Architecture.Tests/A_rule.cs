namespace CreditLoan.Architecture.Tests;

public class A_rule
{
    [Fact]
    public void Fails_without_a_subject() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Rule.Holds(Array.Empty<string>(), name => [name]));

    [Fact]
    public void Fails_on_a_violation() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Rule.Holds(["one"], name => [name]));

    [Fact]
    public void Compares_both_ways() =>
        Assert.Equal(
            ["x: b is in the code, not in the document", "x: a is in the document, not in the code"],
            Rule.Differences("x", ["a", "c"], ["b", "c"]));
}
