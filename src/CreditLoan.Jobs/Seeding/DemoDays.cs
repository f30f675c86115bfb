namespace CreditLoan.Jobs.Seeding;

/// <summary>Stories told side by side, each waiting for the day on which it goes on, so that what they share is written in the order of its days (演示日程).</summary>
/// <remarks>One goes on at a time: it runs until it waits again or ends, and then the one with the earliest day does.</remarks>
internal sealed class DemoDays
{
    private readonly PriorityQueue<TaskCompletionSource, (DateOnly Day, int Order)> _waiting = new();
    private TaskCompletionSource _turn = new();
    private int _order;

    public async Task Tell(IEnumerable<Func<Task>> stories)
    {
        foreach (var story in stories) await Turn(() => _ = Begin(story));
        while (_waiting.TryDequeue(out var next, out _)) await Turn(next.SetResult);
    }

    /// <summary>Asked by a story before it goes on.</summary>
    public Task Until(DateOnly day)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(mine, (day, _order++));
        _turn.SetResult();
        return mine.Task;
    }

    private Task Turn(Action goOn)
    {
        var turn = _turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        goOn();
        return turn.Task;
    }

    private async Task Begin(Func<Task> story)
    {
        try
        {
            await story();
            _turn.SetResult();
        }
        catch (Exception failed)
        {
            _turn.SetException(failed);
        }
    }
}
