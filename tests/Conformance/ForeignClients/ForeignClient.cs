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
    /// <param name="library">Whose client.</param>
    /// <param name="task">What the script is to do.</param>
    /// <param name="jid">The account.</param>
    /// <param name="peer">Another account.</param>
    /// <param name="server">Where.</param>
    /// <param name="more">What else the script takes: the files of a certificate and its key.</param>
    public static async Task<ForeignClient> RunAsync(
        string library, string task, string jid, string peer, MeerkatServer server, params string[] more) => new(await RunLinesAsync(
        library,
        [
            task, jid, "secret", peer, server.Endpoints.C2s.Address.ToString(), $"{server.Endpoints.C2s.Port}", server.CertificateFile, .. more,
        ]));

    /// <summary>Runs <c>component_client.py</c>, an external component that talks with <paramref name="user"/>.</summary>
    public static async Task<ForeignClient> RunComponentAsync(
        string task, string domain, string secret, MeerkatServer server, params string[] user) => new(await RunLinesAsync(
        "component",
        [
            task, domain, secret, server.Endpoints.Components!.Address.ToString(), $"{server.Endpoints.Components.Port}",
            server.CertificateFile, .. user,
        ]));

    /// <summary>Runs <c>access_client.py</c>: a client that may be refused.</summary>
    public static async Task<ForeignClient> RunAccessAsync(
        string task, string jid, string password, MeerkatServer server, params string[] more) => new(await RunLinesAsync(
        "access",
        [
            task, jid, password, server.Endpoints.C2s.Address.ToString(), $"{server.Endpoints.C2s.Port}", server.CertificateFile, .. more,
        ]));

    /// <summary>Runs <c>NAME_client.py</c>, which prints one line.</summary>
    public static async Task<JsonElement> RunScriptAsync(string name, params string[] arguments) =>
        Assert.Single(await RunLinesAsync(name, arguments));

    /// <summary>What the events of one kind say of one thing, in order.</summary>
    public IEnumerable<string> Details(string kind, string detail) =>
        Events.Where(e => e.GetProperty("event").GetString() == kind).Select(e => e.GetProperty(detail).ToString());

    private static async Task<JsonElement[]> RunLinesAsync(string name, string[] arguments)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "ForeignClients", name + "_client.py");
        var start = new ProcessStartInfo(Python, [script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(_timeout);

        Assert.True(process.ExitCode == 0, $"{name} {arguments[0]} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }
}
