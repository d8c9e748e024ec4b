using Meerkat.Engine.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Meerkat.Server;

/// <summary>Builds the logs: to standard error, one line for each event, as text or as JSON.</summary>
internal static class ServerLog
{
    public static ILoggerFactory CreateFactory(DiagnosticsOptions options, LogThreshold threshold) => LoggerFactory.Create(builder =>
    {
        // The threshold decides, and may change.
        builder.SetMinimumLevel(LogLevel.Trace);
        builder.AddFilter(level => level >= threshold.Level);
        builder.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.LogFormat == LogFormat.Json) builder.AddJsonConsole(UseUtc);
        else builder.AddSimpleConsole(UseOneLine);
    });

    private static void UseUtc(ConsoleFormatterOptions json)
    {
        json.UseUtcTimestamp = true;
        json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    }

    private static void UseOneLine(SimpleConsoleFormatterOptions text)
    {
        text.SingleLine = true;
        text.UseUtcTimestamp = true;
        text.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        text.ColorBehavior = LoggerColorBehavior.Disabled;
    }
}
