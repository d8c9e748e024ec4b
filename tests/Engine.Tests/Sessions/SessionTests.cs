using Meerkat.Engine.Sessions;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Sessions;

public sealed class SessionTests : IAsyncDisposable
{
    private readonly TestServer _server = new();
    private readonly Session _session;

    public SessionTests()
    {
        var stream = (XmppStream)_server.Connect().Connection.Owner;
        _session = new Session(Jid.Parse("romeo@example.org/orchard"), _server.Hosts.Default, stream, default);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Presence_cannot_be_entered_once_the_session_is_over()
    {
        var end = _session.EndPresenceAsync();

        Assert.True(end.IsCompleted);
        Assert.False(_session.TryEnterPresence());
    }

    [Fact]
    public async Task End_of_presence_waits_for_the_stanza_that_is_being_told()
    {
        Assert.True(_session.TryEnterPresence());

        var end = _session.EndPresenceAsync();
        Assert.False(end.IsCompleted);
        _session.LeavePresence();

        await end.WaitAsync(TestClient.Patience, TestContext.Current.CancellationToken);
        Assert.False(_session.TryEnterPresence());
    }

    [Fact]
    public void Presence_is_entered_again_after_it_was_left()
    {
        Assert.True(_session.TryEnterPresence());
        Assert.False(_session.TryEnterPresence());
        _session.LeavePresence();

        Assert.True(_session.TryEnterPresence());
    }

    [Fact]
    public async Task End_has_one_executor_and_everybody_may_wait_for_it()
    {
        var first = _session.TryBeginEnd();
        var second = _session.TryBeginEnd();

        Assert.NotNull(first);
        Assert.Null(second);
        first.SetResult();
        await _session.Ended!;
    }

    [Fact]
    public void Directed_presence_is_remembered_once_and_up_to_the_limit()
    {
        var juliet = Jid.Parse("juliet@example.org");

        Assert.True(_session.TryAddDirected(juliet, 2));
        Assert.True(_session.TryAddDirected(juliet, 2));
        Assert.True(_session.TryAddDirected(Jid.Parse("nurse@example.org"), 2));
        Assert.False(_session.TryAddDirected(Jid.Parse("tybalt@example.org"), 2));

        Assert.Equal(2, _session.TakeDirected().Length);
        Assert.Empty(_session.Directed);
    }
}
