using CreditLoan.Domain.Access;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Shell;

/// <summary>What one slice has waiting for a viewer (待办); registered as a singleton in <see cref="SliceServices"/>.</summary>
public abstract class TodoSource
{
    /// <summary>The roles it has something for.</summary>
    public abstract IReadOnlyCollection<Role> For { get; }

    public abstract Task<IReadOnlyList<Todo>> Of(Viewer viewer, DateOnly today);
}

/// <summary>Everything that waits for the person at the page, the most urgent first.</summary>
public sealed class TodoDesk(IEnumerable<TodoSource> sources, Session session)
{
    public async Task<IReadOnlyList<Todo>> Mine()
    {
        var viewer = session.Viewer;
        var waiting = new List<Todo>();
        foreach (var source in sources.Where(s => s.For.Contains(viewer.Role))) waiting.AddRange(await source.Of(viewer, session.Today));
        return Todo.InOrder(waiting);
    }
}
