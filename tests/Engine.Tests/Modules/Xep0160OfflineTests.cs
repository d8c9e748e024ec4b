using System.Text;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0160OfflineTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Balcony = "juliet@example.org/balcony";

    private static readonly Jid _juliet = Jid.Parse("juliet@example.org");

    [Fact]
    public async Task Messages_that_together_exceed_the_outbox_are_delivered_one_after_another()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Balcony);
        var body = new string('x', 200_000);
        var message = Encoding.UTF8.GetBytes($"<message from='{Romeo}' to='juliet@example.org'><body>{body}</body></message>");
        for (var i = 0; i < 8; i++) await server.Stores.Offline.AppendAsync(_juliet, message, 100);

        var juliet = await server.LoginAsync(Balcony);
        juliet.Send("<presence/>");
        await juliet.ReceiveAsync();
        for (var i = 0; i < 8; i++) Assert.Contains("<body>xxx", await juliet.ReceiveAsync(), StringComparison.Ordinal);

        await server.WhenStoredAsync(_juliet, 0);
        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Message_is_kept_and_delivered_with_its_delay_when_the_user_is_back()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Balcony);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<message to='juliet@example.org' type='chat' id='1'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();
        server.Advance(TimeSpan.FromSeconds(30));

        var juliet = await server.LoginAsync(Balcony);
        juliet.Send("<presence/>");
        await juliet.ReceiveAsync();

        await juliet.ExpectAsync(
            $"<message from='{Romeo}' to='juliet@example.org' type='chat' id='1'><body>hi</body>"
            + "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='1970-01-01T00:16:40.000Z'/></message>");
        await server.WhenStoredAsync(_juliet, 0);
    }

    [Theory]
    [InlineData("<message to='juliet@example.org'/>")]
    [InlineData("<message to='juliet@example.org' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/><thread>t</thread></message>")]
    [InlineData("<message to='juliet@example.org'><body>hi</body><no-store xmlns='urn:xmpp:hints'/></message>")]
    [InlineData("<message to='juliet@example.org'><body>hi</body><no-permanent-store xmlns='urn:xmpp:hints'/></message>")]
    [InlineData("<message to='juliet@example.org' type='headline'><body>hi</body></message>")]
    [InlineData("<message to='juliet@example.org' type='error'><body>hi</body></message>")]
    public async Task Message_that_is_not_worth_keeping_is_dropped(string message)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Balcony);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send(message);

        await romeo.ExpectNothingAsync();
        Assert.Equal(0, await server.Stores.Offline.CountAsync(_juliet));
    }

    [Theory]
    [InlineData("<message to='juliet@example.org'><subject>s</subject></message>")]
    [InlineData("<message to='juliet@example.org' type='unheard-of'><body>hi</body></message>")]
    [InlineData("<message to='juliet@example.org'><store xmlns='urn:xmpp:hints'/></message>")]
    [InlineData("<message to='juliet@example.org/gone' type='chat'><body>hi</body></message>")]
    public async Task Message_that_is_worth_keeping_is_kept(string message)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Balcony);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send(message);

        await romeo.ExpectNothingAsync();
        Assert.Equal(1, await server.Stores.Offline.CountAsync(_juliet));
    }

    [Fact]
    public async Task Full_store_is_a_resource_constraint()
    {
        await using var server = new TestServer(new TestServerOptions { ModuleOptions = new() { Offline = new() { MaxMessages = 1 } } });
        await server.AddAccountAsync(Balcony);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<message to='juliet@example.org'><body>1</body></message>");

        var answer = await romeo.RequestAsync("<message to='juliet@example.org'><body>2</body></message>");

        Assert.Contains("<resource-constraint ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_that_fails_is_an_internal_server_error_and_the_stream_goes_on()
    {
        var stores = new HookedStores { BeforeAppend = _ => throw new InvalidOperationException("no store") };
        await using var server = new TestServer(new TestServerOptions { Stores = stores, ExpectedErrors = 1 });
        await server.AddAccountAsync(Balcony);
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync("<message to='juliet@example.org'><body>1</body></message>");

        Assert.Contains("<internal-server-error ", answer, StringComparison.Ordinal);
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Store_that_fails_at_delivery_keeps_the_messages_and_the_stream()
    {
        var stores = new HookedStores { BeforeRead = _ => throw new InvalidOperationException("no store") };
        await using var server = new TestServer(new TestServerOptions { Stores = stores, ExpectedErrors = 1 });
        await server.AddAccountAsync(Balcony);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<message to='juliet@example.org'><body>1</body></message>");
        await romeo.ExpectNothingAsync();

        var juliet = await server.LoginAvailableAsync(Balcony);

        await juliet.ExpectNothingAsync();
        Assert.Equal(1, await server.Stores.Offline.CountAsync(_juliet));
    }

    [Fact]
    public async Task Negative_priority_opens_no_mailbox_until_it_is_raised()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Balcony);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<message to='juliet@example.org'><body>1</body></message>");
        await romeo.ExpectNothingAsync();
        var juliet = await server.LoginAvailableAsync(Balcony, "<presence><priority>-1</priority></presence>");
        await juliet.ExpectNothingAsync();

        juliet.Send("<presence/>");

        var units = await juliet.DrainAsync();
        Assert.Contains("<body>1</body>", units[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_messages_come_in_order_and_once()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Balcony);
        var romeo = await server.LoginAsync(Romeo);
        for (var i = 0; i < 100; i++) romeo.Send($"<message to='juliet@example.org'><body>{i}</body></message>");
        await romeo.ExpectNothingAsync();

        var juliet = await server.LoginAsync(Balcony);
        juliet.Send("<presence/>");
        await juliet.ReceiveAsync();
        var messages = await juliet.DrainAsync();

        Assert.Equal(100, messages.Count);
        for (var i = 0; i < 100; i++) Assert.Contains($"<body>{i}</body>", messages[i], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_that_is_being_stored_while_the_user_comes_back_is_delivered_once()
    {
        var stores = new HookedStores();
        await using var server = new TestServer(new TestServerOptions { Stores = stores });
        await server.AddAccountAsync(Balcony);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stores.BeforeAppend = _ => gate.Task;
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<message to='juliet@example.org'><body>late</body></message>");

        var juliet = await server.LoginAvailableAsync(Balcony);
        await juliet.ExpectNothingAsync();
        gate.SetResult();

        Assert.Contains("<body>late</body>", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        await server.WhenStoredAsync(_juliet, 0);
        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Message_that_is_stored_while_others_are_delivered_is_delivered_once()
    {
        var stores = new HookedStores();
        await using var server = new TestServer(new TestServerOptions { Stores = stores });
        await server.AddAccountAsync(Balcony);
        var isReading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var appendGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<message to='juliet@example.org'><body>1</body></message>");
        await romeo.ExpectNothingAsync();
        stores.BeforeAppend = _ => appendGate.Task;
        romeo.Send("<message to='juliet@example.org'><body>2</body></message>");
        stores.BeforeRead = _ =>
        {
            isReading.TrySetResult();
            return gate.Task;
        };
        var juliet = await server.LoginAsync(Balcony);
        juliet.Send("<presence/>");
        await juliet.ReceiveAsync();
        await isReading.Task.WaitAsync(TestClient.Patience, TestContext.Current.CancellationToken);

        appendGate.SetResult();
        await romeo.ExpectNothingAsync();
        gate.SetResult();

        Assert.Contains("<body>1</body>", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("<body>2</body>", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        await server.WhenStoredAsync(_juliet, 0);
        await juliet.ExpectNothingAsync();
    }
}
