using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Tests.Net;

/// <summary>Keeps log lines of errors: tests that do not provoke any expect none. Any thread.</summary>
public sealed class ErrorLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>The least important lines that are kept.</summary>
    public LogLevel Level { get; set; } = LogLevel.Error;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= Level;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= Level)
            _lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
