namespace CreditLoan.Portal.Components;

/// <summary>One thing that waits for the viewer (待办).</summary>
/// <param name="What">The thing to do: 签署流动资金贷款合同.</param>
/// <param name="About">Whose and which, in one line.</param>
/// <param name="Due">The last day; null where there is none.</param>
/// <param name="Left">Working days left; below zero when overdue.</param>
/// <param name="Verb">The button: 签署合同.</param>
/// <param name="Provisional">The day lies beyond the published calendar (暂定).</param>
public sealed record Todo(string What, string About, DateOnly? Due, int? Left, string Verb, string Href, bool Provisional = false)
{
    /// <summary>Overdue first, then the fewest days left, then what has no deadline.</summary>
    public static IReadOnlyList<Todo> InOrder(IEnumerable<Todo> todos) =>
        [.. todos.OrderBy(t => t.Left ?? int.MaxValue).ThenBy(t => t.Due ?? DateOnly.MaxValue)];

    /// <summary>The heading of a landing page: how much waits, and how urgent the first is.</summary>
    public static string Heading(IReadOnlyList<Todo> todos, string you = "") => todos switch
    {
        [] => you + "现在没有要办的事",
        [{ Left: null }, ..] => $"{you}有 {todos.Count} 件事要办",
        [{ Left: < 0 } first, ..] => $"{you}有 {todos.Count} 件事要办，最急的一件已超 {-first.Left} 个工作日",
        [{ Left: 0 }, ..] => $"{you}有 {todos.Count} 件事要办，最急的一件今天到期",
        [var first, ..] => $"{you}有 {todos.Count} 件事要办，最急的一件还剩 {first.Left} 个工作日",
    };
}
