using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0054VcardTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Set = "<iq type='set' id='1'><vCard xmlns='vcard-temp'><FN>Romeo</FN></vCard></iq>";
    private const string Get = "<iq type='get' id='1'><vCard xmlns='vcard-temp'/></iq>";

    [Fact]
    public async Task Vcard_is_shown_to_its_owner_and_to_everybody()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAsync("juliet@example.org/balcony");

        var stored = await romeo.RequestAsync(Set);
        var own = await romeo.RequestAsync(Get);
        var seen = await juliet.RequestAsync("<iq type='get' id='1' to='romeo@example.org'><vCard xmlns='vcard-temp'/></iq>");

        Assert.Contains("type='result'", stored, StringComparison.Ordinal);
        Assert.Contains("<vCard xmlns='vcard-temp'><FN>Romeo</FN></vCard>", own, StringComparison.Ordinal);
        Assert.Contains("<vCard xmlns='vcard-temp'><FN>Romeo</FN></vCard>", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_vcard_that_was_never_stored_is_empty()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        Assert.Contains("<vCard xmlns='vcard-temp'/>", await romeo.RequestAsync(Get), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("juliet@example.org")]
    [InlineData("nobody@example.org")]
    public async Task No_vcard_and_no_account_look_the_same(string account)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync($"<iq type='get' id='1' to='{account}'><vCard xmlns='vcard-temp'/></iq>");

        Assert.Contains("<service-unavailable ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_s_vcard_is_not_changed()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(Set.Replace(" id=", " to='juliet@example.org' id=", StringComparison.Ordinal));

        Assert.Contains("<forbidden ", answer, StringComparison.Ordinal);
    }
}
