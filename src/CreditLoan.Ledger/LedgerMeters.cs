using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CreditLoan.Ledger;

/// <summary>What the ledger measures of itself (OpenTelemetry meters); exported where a host has an exporter.</summary>
public static class LedgerMeters
{
    /// <summary>The name under which a host listens to them.</summary>
    public const string Name = "CreditLoan.Ledger";

    /// <summary>Spans of <c>Change</c> and of the batches that commands share.</summary>
    internal static readonly ActivitySource Traces = new(Name);
    private static readonly Meter Meter = new(Name);
    internal static readonly Histogram<double> AppendLatency = Meter.CreateHistogram<double>("creditloan.append.latency", "ms", "From the call of Change to its answer.");
    internal static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("creditloan.append.batch_size", "{command}", "Commands that shared a commit.");
    internal static readonly Counter<long> Streams = Meter.CreateCounter<long>("creditloan.append.streams", "{stream}", "Streams that a batch decided on, kept from before or read from the log.");
    internal static readonly Counter<long> Refusals = Meter.CreateCounter<long>("creditloan.refusals", "{command}", "Commands that a rule refused, by code.");
    internal static readonly Histogram<long> FollowerLag = Meter.CreateHistogram<long>("creditloan.follower.lag", "{event}", "Events between a follower and the settled end of the log, by follower.");
    internal static readonly Histogram<double> QueueAge = Meter.CreateHistogram<double>("creditloan.evidence.queue_age", "s", "How long an act waited to be sealed.");
}
