using CreditLoan.Ledger;

namespace CreditLoan.Architecture.Tests;

public class A_stored_name
{
    private static readonly string[] Named = [.. Slices.All.SelectMany(s => s.Types.Values).Select(t => t.FullName!)];

    [Fact]
    public void Is_chosen_for_every_event() =>
        Rule.Holds(Events(typeof(Domain.Refusal).Assembly), happened => WithoutName(happened, Named));

    [Fact]
    public void Is_in_snake_case_and_begins_with_nothing_but_letters() =>
        Rule.Holds(Slices.All.SelectMany(s => s.Types.Keys), name => name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') ? [] : [name]);

    [Fact]
    public void Belongs_to_one_event() =>
        Rule.Holds(Slices.All.SelectMany(s => s.Types.Keys).GroupBy(n => n, StringComparer.Ordinal), same => same.Count() == 1 ? [] : [same.Key]);

    [Fact]
    public void That_is_missing_is_found() =>
        Assert.NotEmpty(Events(typeof(Planted.PlantedEvent).Assembly).SelectMany(happened => WithoutName(happened, Named)));

    private static IEnumerable<Type> Events(System.Reflection.Assembly assembly) =>
        assembly.GetTypes().Where(t => t is { IsAbstract: true, IsNested: false } && t.Name.EndsWith("Event", StringComparison.Ordinal))
            .SelectMany(t => t.GetNestedTypes().Where(n => n.BaseType == t));

    private static IEnumerable<string> WithoutName(Type happened, string[] named) =>
        named.Contains(happened.FullName, StringComparer.Ordinal) ? [] : [$"{happened.FullName} has no stored name"];
}
