using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Stanzas;
using Xunit;

namespace Meerkat.Engine.Tests.Routing;

public sealed class IqDispatcherTests
{
    private const string Romeo = "romeo@example.org/orchard";

    [Fact]
    public async Task Requests_are_answered_in_order_while_handlers_take_their_time()
    {
        var gates = new Dictionary<string, TaskCompletionSource>
        {
            ["1"] = new(TaskCreationOptions.RunContinuationsAsynchronously),
            ["2"] = new(TaskCreationOptions.RunContinuationsAsynchronously),
        };
        var begun = new List<string>();
        await using var server = Server(async id =>
        {
            lock (begun) begun.Add(id);
            await gates[id].Task;
            return null;
        });
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send(Work("1") + Work("2") + Ping("3"));

        // The second is not even looked at before the first is answered.
        gates["2"].SetResult();
        await Eventually.IsTrueAsync(() => IsBegun(begun));
        lock (begun) Assert.Equal(["1"], begun);
        Assert.Empty(romeo.Transport.TakeSent());
        gates["1"].SetResult();
        await romeo.ExpectAsync(Done("1"), Done("2"));
        Assert.Contains("id='3'", await romeo.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_request_holds_up_nobody_else()
    {
        var gate = new TaskCompletionSource();
        await using var server = Server(async _ =>
        {
            await gate.Task;
            return null;
        });
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAsync("juliet@example.org/balcony");
        romeo.Send(Work("1"));

        await juliet.ExpectNothingAsync();
        juliet.Send($"<message to='{Romeo}'><body>hi</body></message>");

        await romeo.ExpectAsync($"<message from='juliet@example.org/balcony' to='{Romeo}'><body>hi</body></message>");
        gate.SetResult();
        await romeo.ExpectAsync(Done("1"));
    }

    [Fact]
    public async Task Handler_that_fails_at_once_is_an_internal_server_error_and_the_stream_goes_on()
    {
        await using var server = Server(_ => throw new InvalidOperationException("a bug"), expectedErrors: 1);
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(Work("1"));

        Assert.Contains("<internal-server-error", answer, StringComparison.Ordinal);
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Handler_that_fails_later_is_an_internal_server_error_and_the_stream_goes_on()
    {
        await using var server = Server(
            async _ =>
            {
                await Task.Yield();
                throw new InvalidOperationException("a bug");
            },
            expectedErrors: 1);
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(Work("1"));

        Assert.Contains("<internal-server-error", answer, StringComparison.Ordinal);
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Error_of_a_handler_carries_its_text_and_not_what_was_written_before()
    {
        await using var server = Server(_ => new(StanzaError.NotAllowed.Because("No <way>.")));
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(Work("1"));

        Assert.Equal(
            $"<iq id='1' type='error' from='example.org' to='{Romeo}'><error type='cancel'>"
            + "<not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
            + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>No &lt;way>.</text></error>"
            + "<work xmlns='urn:test:work'/></iq>",
            answer.Replace("&gt;", ">", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_that_ends_while_a_handler_works_leaves_nothing_behind()
    {
        var gate = new TaskCompletionSource();
        await using var server = Server(async _ =>
        {
            await gate.Task;
            return null;
        });
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send(Work("1"));

        romeo.Connection.Abort(CloseReason.PeerReset);
        await server.WhenAllClosedAsync();
        gate.SetResult();

        Assert.Equal(0, server.Sessions.SessionCount);
    }

    private static bool IsBegun(List<string> begun)
    {
        lock (begun) return begun.Count > 0;
    }

    private static TestServer Server(Func<string, ValueTask<StanzaError?>> handle, int expectedErrors = 0) =>
        new(new TestServerOptions { Modules = [new TestIqModule(handle)], ExpectedErrors = expectedErrors });

    private static string Work(string id) => $"<iq type='get' id='{id}' to='example.org'><work xmlns='urn:test:work'/></iq>";

    private static string Ping(string id) => $"<iq type='get' id='{id}' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>";

    private static string Done(string id) =>
        $"<iq id='{id}' type='result' from='example.org' to='{Romeo}'><done xmlns='urn:test:work'/></iq>";
}
