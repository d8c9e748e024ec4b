using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0012LastActivityTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";
    private const string AskJuliet = "<iq type='get' id='1' to='juliet@example.org'><query xmlns='jabber:iq:last'/></iq>";

    [Theory]
    [InlineData(" to='example.org'")]
    [InlineData("")]
    public async Task Server_says_how_long_it_has_run(string to)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        server.Advance(TimeSpan.FromSeconds(42));

        var answer = await romeo.RequestAsync($"<iq type='get' id='1'{to}><query xmlns='jabber:iq:last'/></iq>");

        Assert.Contains("<query xmlns='jabber:iq:last' seconds='42'/>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contact_that_is_away_has_the_time_and_status_it_left_with()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAvailableAsync(Juliet);
        juliet.Send("<presence type='unavailable'><status>Heading home</status></presence>");
        await juliet.ExpectNothingAsync();
        server.Advance(TimeSpan.FromSeconds(903));

        var answer = await romeo.RequestAsync(AskJuliet);

        Assert.Contains("<query xmlns='jabber:iq:last' seconds='903'>Heading home</query>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contact_that_is_available_has_been_away_for_no_time()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);
        await server.LoginAvailableAsync(Juliet);

        Assert.Contains("seconds='0'", await romeo.RequestAsync(AskJuliet), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contact_that_was_never_here_is_not_found()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        Assert.Contains("<item-not-found ", await romeo.RequestAsync(AskJuliet), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("juliet")]
    [InlineData("nobody")]
    public async Task Stranger_is_forbidden_whether_the_account_exists_or_not(string user)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(AskJuliet.Replace("juliet@", user + "@", StringComparison.Ordinal));

        Assert.Contains("<forbidden ", answer, StringComparison.Ordinal);
    }
}
