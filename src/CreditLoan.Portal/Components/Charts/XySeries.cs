namespace CreditLoan.Portal.Components;

/// <summary>A point of a chart, with the ends of its interval where it has one.</summary>
public readonly record struct XyPoint(double X, double Y, double Low = 0, double High = 0);

/// <summary>One line or cloud of a chart: its name stands beside it.</summary>
/// <param name="Second">Grey: what it is compared with.</param>
/// <param name="LabelAt">How far along the line its name stands, from 0 to 1.</param>
public sealed record XySeries(string Name, IReadOnlyList<XyPoint> Points, bool Joined = true, bool Dots = false, bool Second = false, double LabelAt = 0.5);
