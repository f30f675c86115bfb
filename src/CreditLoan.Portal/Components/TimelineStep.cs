using Microsoft.AspNetCore.Components;

namespace CreditLoan.Portal.Components;

/// <summary>Where a step of a process stands.</summary>
public enum StepState { Past = 0, Now = 1, Ahead = 2, Stopped = 3 }

/// <summary>One step of a process (时间线): what, when, what was said, and the act where it is the viewer's.</summary>
public sealed record TimelineStep(StepState State, string What, string When, string? Said = null)
{
    /// <summary>Richer than <see cref="Said"/>: with figures that open.</summary>
    public RenderFragment? Details { get; init; }

    /// <summary>The viewer's next step: a button.</summary>
    public RenderFragment? Mine { get; init; }
}
