using CreditLoan.Ledger;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CreditLoan.BankApi;

/// <summary>Meters and traces by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector (遥测); no personal data is in them.</summary>
public sealed class Telemetry : IDisposable
{
    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    private Telemetry(Uri endpoint)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("creditloan-bank-api");
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(LedgerMeters.Name, "Npgsql", "Microsoft.AspNetCore.Hosting")
            .AddOtlpExporter(options => Send(options, endpoint, "v1/metrics")).Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(LedgerMeters.Name, "Npgsql", "Microsoft.AspNetCore")
            .AddOtlpExporter(options => Send(options, endpoint, "v1/traces")).Build();
    }

    /// <summary>Starts to measure; null where nobody listens, and then nothing is measured.</summary>
    public static Telemetry? Start(string? endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var collector) ? new Telemetry(collector) : null;

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
