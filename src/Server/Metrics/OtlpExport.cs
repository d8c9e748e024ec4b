using Meerkat.Engine.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Meerkat.Server.Metrics;

/// <summary>Sends the figures to a collector by OTLP, where one is named.</summary>
internal static class OtlpExport
{
    /// <summary>Null if no collector is named. Disposing sends once more.</summary>
    public static IDisposable? Start(MetricsOptions options, string version)
    {
        if (options.OtlpEndpoint is not { } endpoint) return null;

        return Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("meerkat", serviceVersion: version))
            .AddMeter("Meerkat", "Meerkat.*", "System.Runtime")
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = AddressOf(endpoint, options.OtlpProtocol);
                exporter.Protocol = options.OtlpProtocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.OtlpInterval.TotalMilliseconds;
            })
            .Build();
    }

    /// <summary>Over HTTP the signal's path belongs to the address (OTLP 1.x "OTLP/HTTP Request").</summary>
    private static Uri AddressOf(string endpoint, OtlpProtocol protocol)
    {
        var address = new Uri(endpoint);
        return protocol == OtlpProtocol.Http && address.AbsolutePath == "/" ? new Uri(address, "v1/metrics") : address;
    }
}
