using Meerkat.Engine.Modules;
using Meerkat.Engine.Tests.Routing;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

/// <summary>What clients see when modules of their host come and go.</summary>
public sealed class ModuleChangeTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string GetVcard = "<iq type='get' id='1'><vCard xmlns='vcard-temp'/></iq>";
    private const string GetInfo = "<iq type='get' id='1' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";

    private readonly List<string> _calls = [];

    [Fact]
    public async Task Module_that_is_gone_answers_no_more_and_is_not_advertised()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        await server.Modules.StopAsync("vcard");
        var refused = await romeo.RequestAsync(GetVcard);
        var without = await romeo.RequestAsync(GetInfo);
        await server.Modules.StartAsync("vcard");
        var answered = await romeo.RequestAsync(GetVcard);
        var with = await romeo.RequestAsync(GetInfo);

        Assert.Contains("<service-unavailable ", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("vcard-temp", without, StringComparison.Ordinal);
        Assert.Contains("<vCard xmlns='vcard-temp'/>", answered, StringComparison.Ordinal);
        Assert.Contains("<feature var='vcard-temp'/>", with, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_hosts_keep_what_one_host_loses()
    {
        await using var server = new TestServer();
        await server.Modules.StopAsync("vcard");
        var juliet = await server.LoginAsync("juliet@example.net/balcony");

        var answer = await juliet.RequestAsync(GetVcard);

        Assert.Contains("type='result'", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capabilities_of_new_streams_follow()
    {
        await using var server = new TestServer();
        var before = await server.Connect().OpenAsync();

        await server.Modules.StopAsync("ping");
        var after = await server.Connect().OpenAsync();
        var version = server.Hosts.Default.Capabilities.Version;

        Assert.DoesNotContain($"ver='{version}'", before, StringComparison.Ordinal);
        Assert.Contains($"ver='{version}'", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_features_of_new_streams_follow()
    {
        await using var server = new TestServer();

        await server.Modules.ApplyAsync(new ModuleOptions { Register = new() { Policy = RegistrationPolicy.Open } });
        var open = await server.Connect().OpenAsync();
        await server.Modules.ApplyAsync(new ModuleOptions());
        var closed = await server.Connect().OpenAsync();

        Assert.Contains("<register ", open, StringComparison.Ordinal);
        Assert.DoesNotContain("<register ", closed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_under_way_is_answered_by_the_module_that_began_it()
    {
        var gate = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var module = new TestIqModule(async _ =>
        {
            begun.SetResult();
            await gate.Task;
            return null;
        });
        await using var server = new TestServer(new TestServerOptions { Modules = [module] });
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<iq type='get' id='1' to='example.org'><work xmlns='urn:test:work'/></iq>");
        await begun.Task;

        await server.Modules.StopAsync("test0");
        gate.SetResult();
        var answer = await romeo.ReceiveAsync();
        var next = await romeo.RequestAsync("<iq type='get' id='2' to='example.org'><work xmlns='urn:test:work'/></iq>");

        Assert.Contains("<done xmlns='urn:test:work'/>", answer, StringComparison.Ordinal);
        Assert.Contains("<service-unavailable ", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_to_nobody_bounces_without_the_offline_module_and_is_kept_with_it()
    {
        await using var server = new TestServer();
        var juliet = await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        await server.Modules.ApplyAsync(new ModuleOptions().With("offline", false).With("push", false));
        var bounced = await romeo.RequestAsync("<message to='juliet@example.org' type='chat' id='1'><body>hi</body></message>");
        await server.Modules.StartAsync("offline");
        romeo.Send("<message to='juliet@example.org' type='chat' id='2'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();

        Assert.Contains("<service-unavailable ", bounced, StringComparison.Ordinal);
        Assert.Equal(1, await server.Stores.Offline.CountAsync(juliet));
    }

    [Fact]
    public async Task Observer_that_is_gone_forgets_the_sessions_there_are_and_hears_of_no_others()
    {
        await using var server = new TestServer(new TestServerOptions { Modules = [new TestModule("m", _calls)] });
        var romeo = await server.LoginAsync(Romeo);
        await server.LoginAsync("juliet@example.net/balcony");
        _calls.Clear();

        await server.Modules.StopAsync("test0");
        romeo.Send("</stream:stream>");
        await romeo.ReceiveToEndAsync();
        await server.LoginAsync("mercutio@example.org/street");

        Assert.Equal(["withdrawn m", "stop m"], _calls);
    }

    [Fact]
    public async Task Session_bound_while_an_observer_goes_is_withdrawn_from_it()
    {
        TestServer? server = null;
        var module = new TestModule("m", _calls);
        // As early as can be: the observer goes between being looked up and being told.
        module.OnBound = () => server!.Modules.StopAsync("test0").GetAwaiter().GetResult();
        await using var disposed = server = new TestServer(new TestServerOptions { Modules = [module] });
        _calls.Clear();

        await server.LoginAsync(Romeo);

        Assert.Equal("withdrawn m", _calls[^1]);
        Assert.Contains("stop m", _calls);
    }

    [Fact]
    public async Task Every_request_is_answered_while_modules_come_and_go()
    {
        const int Rounds = 200;
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        using var end = new CancellationTokenSource();
        var changes = ChangeAsync(server, end.Token);

        for (var i = 0; i < Rounds; i++)
        {
            var answer = await romeo.RequestAsync(GetVcard);
            var isAnswer = answer.Contains("type='result'", StringComparison.Ordinal)
                || answer.Contains("<service-unavailable ", StringComparison.Ordinal);
            Assert.True(isAnswer, answer);
        }

        await end.CancelAsync();
        Assert.True(await changes > 0);
    }

    private static async Task<int> ChangeAsync(TestServer server, CancellationToken end)
    {
        var count = 0;
        do
        {
            await Task.Yield();
            Assert.Null(await server.Modules.StopAsync("vcard"));
            Assert.Null(await server.Modules.StartAsync("vcard"));
            count++;
        }
        while (!end.IsCancellationRequested);
        return count;
    }
}
