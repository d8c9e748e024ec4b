using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Sessions;

/// <summary>What becomes of messages that a connection did not send before it broke.</summary>
public sealed class UnsentMessagesTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Balcony = "juliet@example.org/balcony";
    private const string Chamber = "juliet@example.org/chamber";

    private static readonly Jid _juliet = Jid.Parse("juliet@example.org");

    [Fact]
    public async Task Are_found_behind_one_that_the_stamp_takes_beyond_the_limit_on_attributes()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var balcony = await server.LoginAvailableAsync(Balcony);
        balcony.Transport.Stall();
        var attributes = string.Concat(Enumerable.Range(0, 63).Select(i => $" a{i}='{i}'"));
        romeo.Send($"<message to='{Balcony}'{attributes}><body>1</body></message><message to='{Balcony}'><body>2</body></message>");
        await romeo.ExpectNothingAsync();

        balcony.Transport.PushReset();
        await server.WhenStoredAsync(_juliet, 2);

        Assert.Equal(2, await server.Stores.Offline.CountAsync(_juliet));
    }

    [Fact]
    public async Task Go_to_another_resource_that_is_available()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var balcony = await server.LoginAvailableAsync(Balcony);
        var chamber = await server.LoginAvailableAsync(Chamber);
        balcony.Transport.Stall();
        romeo.Send($"<message to='{Balcony}' id='1'><body>1</body></message><message to='{Balcony}' id='2'><body>2</body></message>");
        await romeo.ExpectNothingAsync();

        balcony.Transport.PushReset();

        var units = new List<string> { await chamber.ReceiveAsync(), await chamber.ReceiveAsync(), await chamber.ReceiveAsync() };
        Assert.Contains(units, unit => unit.StartsWith("<presence", StringComparison.Ordinal));
        var messages = units.Where(unit => unit.StartsWith("<message", StringComparison.Ordinal)).ToList();
        Assert.Contains("<body>1</body>", messages[0], StringComparison.Ordinal);
        Assert.Contains("<body>2</body>", messages[1], StringComparison.Ordinal);
        await chamber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Are_stored_when_nobody_is_left()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var balcony = await server.LoginAvailableAsync(Balcony);
        balcony.Transport.Stall();
        romeo.Send(
            $"<message to='{Balcony}' id='1'><body>1</body></message>"
            + $"<message to='{Balcony}' type='headline'><body>dropped</body></message>"
            + $"<message to='{Balcony}' type='error'/>"
            + $"<iq to='{Balcony}' type='get' id='q'><ping xmlns='urn:xmpp:ping'/></iq>"
            + $"<presence to='{Balcony}'/>"
            + $"<message to='{Balcony}' id='2' type='chat'><body>2</body></message>");
        await romeo.ExpectNothingAsync();

        balcony.Transport.PushReset();
        await server.WhenStoredAsync(_juliet, 2);

        await romeo.ExpectNothingAsync();
        Assert.Equal(2, await server.Stores.Offline.CountAsync(_juliet));
    }

    [Fact]
    public async Task Are_bounced_when_they_cannot_be_stored()
    {
        await using var server = new TestServer(new TestServerOptions { ModuleOptions = new() { Offline = new() { MaxMessages = 0 } } });
        var romeo = await server.LoginAsync(Romeo);
        var balcony = await server.LoginAvailableAsync(Balcony);
        balcony.Transport.Stall();
        romeo.Send($"<message to='{Balcony}' id='1'><body>1</body></message>");
        await romeo.ExpectNothingAsync();

        balcony.Transport.PushReset();

        var error = await romeo.ReceiveAsync();
        Assert.StartsWith("<message from='juliet@example.org' id='1' type='error'", error, StringComparison.Ordinal);
        Assert.Contains("<resource-constraint", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_not_stored_again_when_they_came_from_the_store()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var balcony = await StallWithStoredAsync(server, romeo);
        romeo.Send($"<message to='{Balcony}'><body>live</body></message>");
        await romeo.ExpectNothingAsync();

        balcony.Transport.PushReset();
        await server.WhenStoredAsync(_juliet, 4);

        var again = await server.LoginAsync(Chamber);
        again.Send("<presence/>");
        await again.ReceiveAsync();
        var bodies = (await again.DrainAsync()).ConvertAll(Body);
        Assert.Equal(["live", "stored 0", "stored 1", "stored 2"], bodies.Order());
    }

    [Fact]
    public async Task Stored_ones_that_a_broken_resource_was_to_get_go_to_the_one_that_is_left()
    {
        await using var server = new TestServer();
        var balcony = await StallWithStoredAsync(server, await server.LoginAsync(Romeo));
        var chamber = await server.LoginAvailableAsync(Chamber);

        balcony.Transport.PushReset();

        var bodies = new List<string>();
        while (bodies.Count < 3)
        {
            var unit = await chamber.ReceiveAsync();
            if (unit.StartsWith("<message", StringComparison.Ordinal)) bodies.Add(Body(unit));
        }

        Assert.Equal(["stored 0", "stored 1", "stored 2"], bodies);
        await server.WhenStoredAsync(_juliet, 0);
    }

    /// <summary>Juliet's resource, which is being sent three messages out of the store and reads nothing.</summary>
    private static async Task<TestClient> StallWithStoredAsync(TestServer server, TestClient romeo)
    {
        await server.AddAccountAsync(Balcony);
        for (var i = 0; i < 3; i++) romeo.Send($"<message to='juliet@example.org'><body>stored {i}</body></message>");
        await romeo.ExpectNothingAsync();
        var balcony = await server.LoginAsync(Balcony);
        balcony.Transport.Stall();
        balcony.Send("<presence/>");
        await Eventually.IsTrueAsync(() => balcony.Connection.UnsentCount > 3 * 100);
        return balcony;
    }

    private static string Body(string message)
    {
        var start = message.IndexOf("<body>", StringComparison.Ordinal) + "<body>".Length;
        return message[start..message.IndexOf("</body>", StringComparison.Ordinal)];
    }
}
