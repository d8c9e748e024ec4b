using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Workers;

/// <summary>
/// One process of a run, seen from the first one: gets its options, comes to gates, leaves a report. Belongs to the run's
/// thread; its lines are read on a thread of its own.
/// </summary>
internal sealed class Worker : IDisposable
{
    // A worker bounds its own phases. This is for one that hangs for reasons nobody has thought of.
    private static readonly TimeSpan _exitTime = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Thread _reader;
    private volatile bool _hasEnded;
    private int _gates;

    public Worker(WorkerProgram program, LoadOptions options)
    {
        _process = Process.Start(program.ToStartInfo()) ?? throw new InvalidOperationException("no process was started");
        Tell(JsonSerializer.Serialize(options, WorkerJson.Default.LoadOptions));
        _reader = new Thread(Read) { Name = "worker output", IsBackground = true };
        _reader.Start();
    }

    /// <summary>How many gates it has come to.</summary>
    public int Gates => Volatile.Read(ref _gates);

    /// <summary>It says nothing more.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Null until the end, or if the process died without one.</summary>
    public LoadReport? Report { get; private set; }

    /// <summary>Opens the gate it waits at.</summary>
    public void Go(long start) => Tell(start.ToString(CultureInfo.InvariantCulture));

    /// <summary>Asks it to end early and report.</summary>
    public void Stop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has gone.
        }
    }

    public void Dispose()
    {
        Stop();
        if (!_process.WaitForExit(_exitTime))
            _process.Kill();
        _reader.Join(_exitTime);
        _process.Dispose();
    }

    private void Tell(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has gone: its output ends, which is noticed.
        }
    }

    private void Read()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line == WorkerGate.Arrived)
                Interlocked.Increment(ref _gates);
            else
                Report = JsonSerializer.Deserialize(line, WorkerJson.Default.LoadReport);
        }

        _hasEnded = true;
    }
}
