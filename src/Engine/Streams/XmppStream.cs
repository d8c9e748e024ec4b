using System.Collections.Concurrent;
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

    // What an administrator has this client say; made when first needed. Filled by anyone, emptied by the own turn.
    private ConcurrentQueue<GivenStanza>? _given;

    // Why an administrator ends the stream. Written before Close, read by the farewell.
    private volatile StreamFault? _kick;

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
        if (_onResumed is { } next)
        {
            _onResumed = null;
            next(turn);
        }

        TakeGiven(turn);
    }

    public override void OnSent(Turn turn) => Interlocked.Exchange(ref _whenSent, null)?.TrySetResult(true);

    /// <summary>RFC 6120 §4.9.3.4: the client took too long to negotiate. With a resource bound it is <see cref="TakeAsync"/>
    /// that asks for a turn.</summary>
    public override void OnDeadline(Turn turn)
    {
        // A resource may have been bound in the very turn in which time ran out.
        if (_session is null) Close(turn, CloseReason.Timeout);
        else TakeGiven(turn);
    }

    public override void OnClosed(Turn turn, CloseReason reason, UnsentBytes unsent)
    {
        _state = StreamState.Closed;
        Scanner.Reset();
        _negotiator?.Abandon();
        _negotiator = null;
        Interlocked.Exchange(ref _whenSent, null)?.TrySetResult(false);
        DropGiven();
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

    /// <summary>Ends the stream on behalf of the administrator. Any thread.</summary>
    internal void Kick(Turn turn, string? text)
    {
        _kick = new StreamFault(StreamFrames.ErrorOf(CloseReason.Kicked), text);
        Connection.Close(turn, CloseReason.Kicked);
    }

    /// <inheritdoc cref="Sessions.Session.TakeAsync"/>
    internal Task<bool> TakeAsync(byte[] stanza)
    {
        var given = Volatile.Read(ref _given)
            ?? Interlocked.CompareExchange(ref _given, new ConcurrentQueue<GivenStanza>(), null) ?? _given;
        var taken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        given.Enqueue(new GivenStanza(stanza, taken));
        // Pairs with OnClosed: either it finds what was just given, or the state that it wrote before is seen here.
        Interlocked.MemoryBarrier();
        if (_state == StreamState.Closed) DropGiven();
        else Connection.SetDeadline(TimeSpan.Zero);
        return taken.Task;
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
        Connection.Welcome();
        Connection.ClearDeadline();
        // Who found the session before may have asked for a turn by the deadline that was just cleared.
        Interlocked.MemoryBarrier();
        if (_given is { IsEmpty: false }) Connection.SetDeadline(TimeSpan.Zero);
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

    private protected override StreamFault? FaultOf(CloseReason reason) =>
        reason == CloseReason.Kicked && _kick is { } kick ? kick : base.FaultOf(reason);

    /// <summary>One stanza after the other, as long as none makes the stream wait.</summary>
    private void TakeGiven(Turn turn)
    {
        while (_given is { } given && !Connection.IsPaused && given.TryDequeue(out var stanza))
        {
            _streams.Stanzas.OnStanza(turn, this, _session!, stanza.Bytes);
            stanza.Taken.SetResult(true);
        }
    }

    private void DropGiven()
    {
        Interlocked.MemoryBarrier();
        while (_given is { } given && given.TryDequeue(out var stanza)) stanza.Taken.SetResult(false);
    }

    /// <summary>A stanza in the client's name, and who waits until it is taken.</summary>
    private readonly record struct GivenStanza(byte[] Bytes, TaskCompletionSource<bool> Taken);
}
