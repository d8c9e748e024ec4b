using System.Diagnostics;
using System.Text;

namespace Meerkat.Conformance.Docs;

/// <summary>One bash in a folder of its own, with the built <c>meerkat</c> in its path. One caller at a time.</summary>
internal sealed class DocShell : IDisposable
{
    private const string EndMark = "--- end of command ---";

    // The slowest example waits for a message to itself, on a machine that is busy with other tests.
    private static readonly TimeSpan _commandTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _bash;

    public DocShell(string folder)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{start.Environment["PATH"]}";
        start.Environment["LC_ALL"] = "C.UTF-8";
        _bash = Process.Start(start)!;
    }

    /// <summary>Runs a command, which may be several lines; returns what it wrote to standard output and standard error.</summary>
    public async Task<string> RunAsync(string command)
    {
        // In braces, not a subshell: variables and the current directory stay for the next command.
        await _bash.StandardInput.WriteAsync($"{{\n{command}\n}} 2>&1 </dev/null\necho; echo '{EndMark}'\n");
        await _bash.StandardInput.FlushAsync();

        var output = new StringBuilder();
        while (await _bash.StandardOutput.ReadLineAsync().WaitAsync(_commandTimeout) is { } line)
        {
            // The empty line before the mark is ours: it ends a last line that has no end.
            if (line == EndMark)
                return output.ToString(0, output.Length - 1);
            output.Append(line).Append('\n');
        }

        throw new InvalidOperationException($"bash ended within a command; it printed:\n{output}");
    }

    public void Dispose()
    {
        _bash.Kill(entireProcessTree: true);
        _bash.WaitForExit();
        _bash.Dispose();
    }
}
