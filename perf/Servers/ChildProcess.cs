using System.Diagnostics;
using System.Net;

namespace Meerkat.Perf.Servers;

/// <summary>A process of ours: its lines are kept, and it ends by its id at the latest when this is disposed of. Any thread.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _awaited = [];

    private ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.Exited += (_, _) => EndWaits();
    }

    public int Id => _process.Id;

    public string Program => _process.StartInfo.FileName;

    public bool HasExited => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    public static ChildProcess Start(string program, IEnumerable<string> arguments) =>
        Start(program, arguments, new Dictionary<string, string>());

    /// <summary>Starts a program with variables besides those of this process.</summary>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        var child = new ChildProcess(start);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Ends all that this process has started, and what that has started: for when it is told to end itself.</summary>
    public static void EndAll()
    {
        foreach (int id in ProcessFigures.Family(Environment.ProcessId).Skip(1))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // It has just ended.
            }
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(string program, params IEnumerable<string> arguments)
    {
        await using ChildProcess child = Start(program, arguments);
        await child._process.WaitForExitAsync();
        return child._process.ExitCode == 0 ? child.Lines : throw child.Failure();
    }

    /// <summary>The first line with this in it, those before the call counted.</summary>
    /// <exception cref="InvalidOperationException">The process has ended without it.</exception>
    public Task<string> LineAsync(string text)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
                seen.SetResult(line);
            else
                _awaited.Add((text, seen));
        }

        if (HasExited)
            EndWaits();
        return seen.Task.WaitAsync(_patience);
    }

    /// <summary>What stands behind this in the first line with it.</summary>
    public async Task<IPEndPoint> EndPointAsync(string name) => IPEndPoint.Parse((await LineAsync(name))[name.Length..]);

    /// <summary>Until it has ended by itself, but not longer than this; false if it goes on.</summary>
    public async Task<bool> WaitForEndAsync(TimeSpan time)
    {
        using var patience = new CancellationTokenSource(time);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _lines.Add(line);
            foreach ((string text, TaskCompletionSource<string> seen) in _awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    seen.TrySetResult(line);
            }
        }
    }

    private void EndWaits()
    {
        // All output has been noted when this returns.
        _process.WaitForExit();
        lock (_gate)
        {
            foreach ((_, TaskCompletionSource<string> seen) in _awaited)
                seen.TrySetException(Failure());
        }
    }

    private InvalidOperationException Failure() =>
        new($"{Program} has ended with {_process.ExitCode}:\n{string.Join('\n', Lines.TakeLast(20))}");
}
