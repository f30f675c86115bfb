using CreditLoan.Ledger;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CreditLoan.Jobs;

/// <summary>Meters and traces by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector (遥测); no personal data is in them.</summary>
public sealed class Telemetry : IDisposable
{
    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    private Telemetry(string service, Uri endpoint)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(service);
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(LedgerMeters.Name, "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components")
            .AddOtlpExporter(options => Send(options, endpoint, "v1/metrics")).Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(LedgerMeters.Name, "Npgsql", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Server.Circuits")
            .AddOtlpExporter(options => Send(options, endpoint, "v1/traces")).Build();
    }

    /// <summary>Starts to measure; null where nobody listens, and then nothing is measured.</summary>
    /// <param name="service">The process, as the collector names it.</param>
    public static Telemetry? Start(string service, string? endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var collector) ? new Telemetry(service, collector) : null;

    private static void Send(OtlpExporterOptions options, Uri endpoint, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(endpoint.ToString().TrimEnd('/') + "/" + path);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _traces.Dispose();
    }
}
