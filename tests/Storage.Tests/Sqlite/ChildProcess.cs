using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

/// <summary>The child program in one of its modes; killed at the latest at the end of the test.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    public ChildProcess(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Meerkat.Storage.Child.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
    }

    public async Task<List<long>> ReadNumbersAsync(int count)
    {
        List<long> numbers = [];
        while (numbers.Count < count && await ReadLineAsync() is { } line)
            numbers.Add(long.Parse(line, CultureInfo.InvariantCulture));
        return numbers;
    }

    /// <summary>SIGKILL: the process gets no chance to do anything more.</summary>
    public void Kill() => _process.Kill();

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task<string?> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
}
