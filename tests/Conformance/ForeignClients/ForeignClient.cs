using System.Diagnostics;
using System.Text.Json;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>A run of one of the Python scripts beside this file, and what it saw. Owned by one test.</summary>
internal sealed class ForeignClient
{
    private const string Python = "/usr/bin/python3";

    // The scripts give up after 30 s themselves.
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(60);

    private ForeignClient(IReadOnlyList<JsonElement> events) => Events = events;

    /// <summary>The JSON lines the script printed, in order.</summary>
    public IReadOnlyList<JsonElement> Events { get; }

    public static async Task SkipUnlessInstalledAsync(string library)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed");
        using var check = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {library}"]) { RedirectStandardError = true })!;
        await check.WaitForExitAsync();
        Assert.SkipUnless(check.ExitCode == 0, $"the Python package {library} is not installed (python3-{library} in Debian)");
    }

    /// <summary>Runs <c>LIBRARY_client.py</c>; fails the test with its output if it does not exit with 0.</summary>
    public static async Task<ForeignClient> RunAsync(string library, string task, string jid, string peer, MeerkatServer server)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "ForeignClients", library + "_client.py");
        var start = new ProcessStartInfo(Python,
        [
            script, task, jid, "secret", peer, server.Endpoints.C2s.Address.ToString(), $"{server.Endpoints.C2s.Port}", server.CertificateFile,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(_timeout);

        Assert.True(process.ExitCode == 0, $"{library} {task} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        return new ForeignClient([.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))]);
    }

    /// <summary>What the events of one kind say of one thing, in order.</summary>
    public IEnumerable<string> Details(string kind, string detail) =>
        Events.Where(e => e.GetProperty("event").GetString() == kind).Select(e => e.GetProperty(detail).ToString());
}
