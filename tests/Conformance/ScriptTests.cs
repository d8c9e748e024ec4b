using Meerkat.Conformance.Runner;
using Meerkat.Conformance.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(ServerPool))]

namespace Meerkat.Conformance;

/// <summary>Every file under Scripts is one test.</summary>
public sealed class ScriptTests(ServerPool servers)
{
    private static readonly Dictionary<string, Script> _catalog = ScriptCatalog.Load().ToDictionary(script => script.Name);

    public static IEnumerable<TheoryDataRow<string>> Scripts =>
        _catalog.Keys.Select(name => new TheoryDataRow<string>(name) { TestDisplayName = name });

    // Where TLS shows: who does it is chosen by an option, and the default is what all other scripts run over.
    public static IEnumerable<TheoryDataRow<string>> TlsScripts =>
        from name in _catalog.Keys
        where name.StartsWith("rfc6120-starttls/", StringComparison.Ordinal) || name.StartsWith("rfc6120-sasl/", StringComparison.Ordinal)
        select new TheoryDataRow<string>(name) { TestDisplayName = $"{name} by SslStream" };

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Conversation_goes_as_written(string name) => PlayAsync(_catalog[name]);

    [Theory]
    [MemberData(nameof(TlsScripts))]
    public Task Conversation_goes_as_written_over_SslStream(string name)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat");
        var script = _catalog[name];
        return PlayAsync(script with { ServerArguments = [.. script.ServerArguments, "--tls-library", "sslstream"] });
    }

    private async Task PlayAsync(Script script)
    {
        Assert.SkipWhen(ServerPool.UsesProsody && script.ProsodyDeviation is not null, $"Prosody deviates: {script.ProsodyDeviation}");

        if (script.NeedsOwnServer)
        {
            await using var server = await ServerPool.StartForAsync(script);
            await RunAsync(script, server);
        }
        else
            await RunAsync(script, await servers.GetAsync(script));
    }

    private static async Task RunAsync(Script script, IServer server)
    {
        await using var runner = new ScriptRunner(script, server);
        try
        {
            await runner.RunAsync();
        }
        catch (ScriptFailure failure)
        {
            Assert.Fail(failure.Message);
        }
    }
}
