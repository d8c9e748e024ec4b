using System.Diagnostics;
using System.Globalization;

namespace Meerkat.LoadGen.Measure;

/// <summary>
/// One line on a terminal that is written over again and again; nothing if the output is not a terminal. Belongs to the
/// run's thread.
/// </summary>
internal sealed class ProgressLine(TextWriter output, TerminalKind terminal)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(250);

    private long _shownAt;
    private long _lastCount;
    private TimeSpan? _lastCpu;
    private int _width;

    /// <summary>Shows a state, four times a second at most. <paramref name="unit"/> names what is counted.</summary>
    public void Show(string phase, int online, long count, string unit, LatencyHistogram latency, ServerProbe server)
    {
        var elapsed = Stopwatch.GetElapsedTime(_shownAt);
        if (terminal == TerminalKind.None || elapsed < _interval)
            return;
        _shownAt = Stopwatch.GetTimestamp();
        var cpu = server.ReadCpu();
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{phase}: {online} online, {Math.Max(0, count - _lastCount) / elapsed.TotalSeconds:N0} {unit}/s, "
            + $"p50 {latency.Percentile(50) / 1e6:0.000} ms, p99 {latency.Percentile(99) / 1e6:0.000} ms");
        if (cpu - _lastCpu is { } used)
            line += string.Create(CultureInfo.InvariantCulture, $", server CPU {100 * (used / elapsed):0} %");
        (_lastCount, _lastCpu) = (count, cpu);
        output.Write('\r' + line.PadRight(_width));
        _width = line.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_width > 0)
            output.Write('\r' + new string(' ', _width) + '\r');
        _width = 0;
    }
}

/// <summary>Whether there is somebody to look at a line that changes.</summary>
internal enum TerminalKind : byte
{
    None,
    Interactive,
}
