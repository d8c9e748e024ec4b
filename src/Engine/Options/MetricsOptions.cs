namespace Meerkat.Engine.Options;

/// <summary>Where figures are sent. They can be fetched from the HTTP API in any case. Immutable.</summary>
public sealed record MetricsOptions
{
    /// <summary>The collector that gets the figures by OTLP; null: none does.</summary>
    public string? OtlpEndpoint { get; init; }

    public OtlpProtocol OtlpProtocol { get; init; } = OtlpProtocol.Grpc;

    /// <summary>How often they are sent. One minute is OpenTelemetry's default.</summary>
    public TimeSpan OtlpInterval { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>How OTLP is carried.</summary>
public enum OtlpProtocol : byte
{
    Grpc,

    /// <summary>Protocol buffers over HTTP.</summary>
    Http,
}
