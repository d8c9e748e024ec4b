namespace Meerkat.Server.Metrics;

/// <summary>How figures are written.</summary>
internal enum MetricsFormat : byte
{
    /// <summary>Prometheus' text format 0.0.4.</summary>
    Text,

    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,
}
