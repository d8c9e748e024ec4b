using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>The least important lines that are logged; administrators may change it at any time. One per process; any thread.</summary>
internal sealed class LogThreshold(LogLevel level)
{
    private volatile int _level = (int)level;

    public LogLevel Level
    {
        get => (LogLevel)_level;
        set => _level = (int)value;
    }
}
