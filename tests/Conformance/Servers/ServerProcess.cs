using System.Diagnostics;
using System.Text;

namespace Meerkat.Conformance.Servers;

/// <summary>A child process with its output kept for failure messages. Owned by one server.</summary>
internal sealed class ServerProcess : IDisposable
{
    // A .NET process on a loaded two-core CI machine starts within a few seconds.
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What a test waits to be printed; guarded by _output.
    private (string Text, TaskCompletionSource Printed)? _awaited;

    private ServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts the program and returns when it has printed a line that contains <paramref name="readyLine"/>.</summary>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, string readyLine)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var server = new ServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        server._process.OutputDataReceived += (_, line) => server.NoteLine(line.Data, readyLine);
        server._process.ErrorDataReceived += (_, line) => server.NoteLine(line.Data, readyLine);
        server._process.Exited += (_, _) => server._ready.TrySetException(new InvalidOperationException($"{program} ended at once:\n{server.Output}"));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server._ready.Task.WaitAsync(_startTimeout);
        return server;
    }

    public async Task<int> StopAsync()
    {
        Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(_stopTimeout);
        return _process.ExitCode;
    }

    /// <summary>Sends SIGHUP and returns when the process has printed a line that contains this text.</summary>
    public async Task HangUpAsync(string answer)
    {
        var printed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
            _awaited = (answer, printed);
        Signal("HUP");
        await printed.Task.WaitAsync(_stopTimeout);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(_stopTimeout);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    // The shell's own kill: .NET sends no signal but SIGKILL.
    private void Signal(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
    }

    private void NoteLine(string? line, string readyLine)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.Append(line).Append('\n');
            if (_awaited is { } awaited && line.Contains(awaited.Text, StringComparison.Ordinal))
                awaited.Printed.TrySetResult();
        }

        if (line.Contains(readyLine, StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}
