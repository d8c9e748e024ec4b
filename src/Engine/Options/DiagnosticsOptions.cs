using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Options;

/// <summary>What the server writes about itself, to its standard error. Immutable.</summary>
public sealed record DiagnosticsOptions
{
    /// <summary>The least important lines that are written.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public LogFormat LogFormat { get; init; } = LogFormat.Text;
}

/// <summary>How a log line is written.</summary>
public enum LogFormat : byte
{
    /// <summary>For people, and for journald.</summary>
    Text,

    /// <summary>One JSON object to a line, for collectors.</summary>
    Json,
}
