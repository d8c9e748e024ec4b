using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0049PrivateTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string GetExodus = "<exodus xmlns='exodus:prefs'/>";

    [Fact]
    public async Task Element_that_was_stored_is_returned()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var stored = await romeo.RequestAsync(Set("<exodus xmlns='exodus:prefs'><defaultnick>Hamlet</defaultnick></exodus>"));
        var answer = await romeo.RequestAsync(Get(GetExodus));

        Assert.Equal($"<iq id='1' type='result' from='romeo@example.org' to='{Romeo}'/>", stored);
        Assert.Contains(
            "<query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'><defaultnick>Hamlet</defaultnick></exodus></query>",
            answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_stored_is_answered_with_what_was_asked()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(Get(GetExodus));

        Assert.Contains("<query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Element_with_a_prefix_of_the_request_stands_alone_when_it_is_returned()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        await romeo.RequestAsync(
            "<iq type='set' id='1' xmlns:e='exodus:prefs'><query xmlns='jabber:iq:private'><e:exodus e:a='1'/></query></iq>");

        var answer = await romeo.RequestAsync(Get(GetExodus));

        Assert.Contains("<exodus xmlns='exodus:prefs' e:a='1' xmlns:e='exodus:prefs'/>", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get", "", "bad-request")]
    [InlineData("get", "<a xmlns='urn:a'/><b xmlns='urn:b'/>", "bad-request")]
    [InlineData("set", "", "not-acceptable")]
    [InlineData("set", "<a/>", "not-acceptable")]
    [InlineData("set", "<a xmlns=''/>", "not-acceptable")]
    public async Task Request_that_cannot_be_is_refused(string type, string content, string condition)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync($"<iq type='{type}' id='1'><query xmlns='jabber:iq:private'>{content}</query></iq>");

        Assert.Contains($"<{condition} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_s_storage_is_forbidden()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        foreach (var request in new[] { Get(GetExodus), Set(GetExodus) })
        {
            var answer = await romeo.RequestAsync(request.Replace(" id=", " to='juliet@example.org' id=", StringComparison.Ordinal));
            Assert.Contains("<forbidden ", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Storage_that_is_full_takes_no_other_element()
    {
        await using var server = new TestServer(new TestServerOptions { ModuleOptions = new() { Private = new() { MaxElements = 1 } } });
        var romeo = await server.LoginAsync(Romeo);
        await romeo.RequestAsync(Set("<a xmlns='urn:a'/>"));

        Assert.Contains("<resource-constraint ", await romeo.RequestAsync(Set("<b xmlns='urn:b'/>")), StringComparison.Ordinal);
        Assert.Contains("type='result'", await romeo.RequestAsync(Set("<a xmlns='urn:a'>again</a>")), StringComparison.Ordinal);
    }

    private static string Get(string element) => $"<iq type='get' id='1'><query xmlns='jabber:iq:private'>{element}</query></iq>";

    private static string Set(string element) => $"<iq type='set' id='1'><query xmlns='jabber:iq:private'>{element}</query></iq>";
}
