using System.Diagnostics;
using Meerkat.Engine.Net;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>
/// One client's XML stream over one connection, from the first header to the closing tag (RFC 6120 §4). Touched on its own
/// turn only, but for what a foreign thread may do: reply, resume, ask for the farewell.
/// </summary>
public sealed class XmppStream : XmlStream
{
    private readonly ClientStreams _streams;

    // Invariant: set while a resource is not bound yet, null ever after: an idle session does not carry it.
    private Negotiator? _negotiator;

    // Invariant: set from Bound on.
    private Session? _session;

    private Action<Turn>? _onResumed;

    // Set by whoever waits, completed by the own turn: when the outbox ran empty, or at the end.
    private TaskCompletionSource<bool>? _whenSent;

    // Written by the own turn; read by foreign threads only to see that the stream is closed.
    private volatile StreamState _state;

    internal XmppStream(ClientStreams streams, Connection connection, StreamState initialState, AuthenticationMethods methods)
        : base(connection, new XmlStreamScanner(streams.Options.Xml, streams.Scratch), streams.Metrics)
    {
        Methods = methods;
        _streams = streams;
        _state = initialState;
        _negotiator = new Negotiator(streams, this, connection);
        connection.SetDeadline(streams.Options.NegotiationTimeout);
    }

    public override Session? Session => _session;

    internal StreamState State => _state;

    /// <summary>The authentication methods that the listener allows.</summary>
    internal AuthenticationMethods Methods { get; }

    private protected override bool IsReading =>
        _state is not (StreamState.TlsHandshake or StreamState.Closing or StreamState.Closed);

    public override void OnTlsEstablished(Turn turn) => MoveTo(StreamState.AwaitingHeader);

    public override void OnResumed(Turn turn)
    {
        if (_onResumed is not { } next) return;

        _onResumed = null;
        next(turn);
    }

    public override void OnSent(Turn turn) => Interlocked.Exchange(ref _whenSent, null)?.TrySetResult(true);

    /// <summary>RFC 6120 §4.9.3.4: the client took too long to negotiate.</summary>
    public override void OnDeadline(Turn turn)
    {
        // A resource may have been bound in the very turn in which time ran out.
        if (_session is null) Close(turn, CloseReason.Timeout);
    }

    public override void OnClosed(Turn turn, CloseReason reason, UnsentBytes unsent)
    {
        _state = StreamState.Closed;
        Scanner.Reset();
        _negotiator?.Abandon();
        _negotiator = null;
        Interlocked.Exchange(ref _whenSent, null)?.TrySetResult(false);
        if (_session is { } session) _streams.SessionEnds.End(turn, session, reason, unsent);
    }

    internal Task<bool> WhenSentAsync()
    {
        var sent = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _whenSent, sent);
        // Pairs with OnClosed: either it sees what was just set, or the state that it wrote before is seen here.
        if (_state == StreamState.Closed) Interlocked.Exchange(ref _whenSent, null)?.TrySetResult(false);
        else Connection.NotifyWhenSent();
        return sent.Task;
    }

    internal void MoveTo(StreamState next)
    {
        Debug.Assert(StreamTransitions.IsAllowed(_state, next), $"a stream does not go from {_state} to {next}");
        _state = next;
    }

    internal override void Close(Turn turn, CloseReason reason)
    {
        if (IsReading || _state == StreamState.TlsHandshake) MoveTo(StreamState.Closing);
        Connection.Close(turn, reason);
    }

    /// <summary>Reads nothing until the task has ended, then goes on with <paramref name="next"/> on the own turn.</summary>
    internal void ContinueAfter(Task task, Action<Turn> next)
    {
        Pause();
        _onResumed = next;
        task.ContinueWith(
            static (_, stream) => ((XmppStream)stream!).Resume(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>A resource is bound: stanzas flow from now on.</summary>
    internal void Bound(Session session)
    {
        _streams.Metrics.LoggedIn(_negotiator!.Mechanism, Stopwatch.GetElapsedTime(_negotiator.OpenedAt));
        _session = session;
        _negotiator = null;
        MoveTo(StreamState.Bound);
        Connection.ClearDeadline();
        StreamLog.Bound(_streams.Logger, Connection.Id, session.Jid);
    }

    private protected override void OnHeader(Turn turn, ReadOnlySpan<byte> tag) => _negotiator!.OnHeader(turn, tag);

    private protected override void OnElement(Turn turn, ReadOnlySpan<byte> element)
    {
        if (_session is { } session) _streams.Stanzas.OnElement(turn, this, session, element);
        else _negotiator!.OnElement(turn, element);
    }

    private protected override void WriteHeaderOfError(ByteBuffer output) =>
        StreamFrames.WriteHeader(output, _streams.Hosts.Default.Domain.Utf8, to: []);
}
