using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Meerkat.LoadGen.Load;

namespace Meerkat.LoadGen.Workers;

/// <summary>
/// The gate of a run that is one of several processes: says that it has come so far, and waits to be told when to go on.
/// When the first process has gone, the run is stopped. Its thread reads the input until it ends.
/// </summary>
internal sealed class WorkerGate(TextReader input, TextWriter output, CancellationTokenSource stop) : IRunGate
{
    /// <summary>What a worker says at a gate.</summary>
    public const string Arrived = "gate";

    private readonly BlockingCollection<long> _starts = [];

    public void Begin() => new Thread(Read) { Name = "worker", IsBackground = true }.Start();

    public long Pass()
    {
        output.WriteLine(Arrived);
        output.Flush();
        return _starts.TryTake(out var start, Timeout.Infinite) ? start : Stopwatch.GetTimestamp();
    }

    private void Read()
    {
        while (input.ReadLine() is { } line)
            _starts.Add(long.Parse(line, CultureInfo.InvariantCulture));

        // At its end the first process closes the input, too: then there is nothing left to stop.
        stop.Cancel();
        _starts.CompleteAdding();
    }
}
