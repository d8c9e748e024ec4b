using System.Diagnostics;
using System.Net;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>
/// One client's XML stream over one connection, from the first header to the closing tag (RFC 6120 §4). Touched on its own
/// turn only, but for what a foreign thread may do: reply, resume, ask for the farewell.
/// </summary>
public sealed class XmppStream : StanzaSender, IConnectionOwner
{
    private readonly ClientStreams _streams;
    private readonly Connection _connection;
    private readonly XmlStreamScanner _scanner;

    // Invariant: set while a resource is not bound yet, null ever after: an idle session does not carry it.
    private Negotiator? _negotiator;

    // Invariant: set from Bound on.
    private Session? _session;

    private Action<Turn>? _onResumed;

    // Set by whoever waits, completed by the own turn: when the outbox ran empty, or at the end.
    private TaskCompletionSource<bool>? _whenSent;

    // Written by the own turn; read by foreign threads only to see that the stream is closed.
    private volatile StreamState _state;
    private bool _isPaused;

    // Written on the own turn before Close, read by whichever thread asks for the farewell.
    private volatile bool _isHeaderSent;
    private volatile StreamFault? _fault;

    internal XmppStream(ClientStreams streams, Connection connection, StreamState initialState, AuthenticationMethods methods)
    {
        Methods = methods;
        _streams = streams;
        _connection = connection;
        _state = initialState;
        _scanner = new XmlStreamScanner(streams.Options.Xml, streams.Scratch);
        _negotiator = new Negotiator(streams, this, connection);
        connection.SetDeadline(streams.Options.NegotiationTimeout);
    }

    public override Session? Session => _session;

    public override IPAddress? Address => _connection.RemoteAddress;

    internal Connection Connection => _connection;

    internal XmlStreamScanner Scanner => _scanner;

    internal StreamState State => _state;

    /// <summary>The authentication methods that the listener allows.</summary>
    internal AuthenticationMethods Methods { get; }

    public override void Pause()
    {
        _isPaused = true;
        _connection.Pause();
    }

    public override void Resume() => _connection.Resume();

    public override void Reply(Turn turn, ReadOnlySpan<byte> stanza, RouteContext context) =>
        _connection.Append(turn, stanza);

    public int OnReceived(Turn turn, ReadOnlySpan<byte> unread)
    {
        _isPaused = false;
        var consumed = 0;
        while (!_isPaused && IsReading)
        {
            var result = _scanner.Scan(unread[consumed..]);
            if (result.Status != XmlScanStatus.NeedMore)
            {
                OnUnit(turn, result.Status, unread.Slice(consumed + result.Start, result.Consumed - result.Start));
            }

            consumed += result.Consumed;
            if (result.Status == XmlScanStatus.NeedMore) break;
        }

        return consumed;
    }

    public void OnTlsEstablished(Turn turn) => MoveTo(StreamState.AwaitingHeader);

    public void OnResumed(Turn turn)
    {
        if (_onResumed is not { } next) return;

        _onResumed = null;
        next(turn);
    }

    public void OnSent(Turn turn) => Interlocked.Exchange(ref _whenSent, null)?.TrySetResult(true);

    /// <summary>RFC 6120 §4.9.3.4: the client took too long to negotiate.</summary>
    public void OnDeadline(Turn turn)
    {
        // A resource may have been bound in the very turn in which time ran out.
        if (_session is null) Close(turn, CloseReason.Timeout);
    }

    public ReadOnlySpan<byte> Farewell(CloseReason reason)
    {
        var fault = reason == CloseReason.StreamError ? _fault : null;
        var error = fault?.Error ?? StreamFrames.ErrorOf(reason);
        var output = new ByteBuffer();
        // RFC 6120 §4.9.1.2: an error before the server's header is preceded by one.
        if (!_isHeaderSent)
        {
            if (error == StreamError.None) return [];
            StreamFrames.WriteHeader(output, _streams.Hosts.Default.Domain.Utf8, to: []);
        }

        if (error == StreamError.None) output.Write(StreamFrames.ClosingTag);
        else StreamFrames.WriteErrorAndClose(output, error, fault?.Text);
        return output.WrittenSpan;
    }

    public void OnClosed(Turn turn, CloseReason reason, UnsentBytes unsent)
    {
        _state = StreamState.Closed;
        _scanner.Reset();
        _negotiator?.Abandon();
        _negotiator = null;
        Interlocked.Exchange(ref _whenSent, null)?.TrySetResult(false);
        if (_session is { } session) _streams.SessionEnds.End(turn, session, reason, unsent);
    }

    internal void Append(Turn turn, ReadOnlySpan<byte> bytes) => _connection.Append(turn, bytes);

    internal Task<bool> WhenSentAsync()
    {
        var sent = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _whenSent, sent);
        // Pairs with OnClosed: either it sees what was just set, or the state that it wrote before is seen here.
        if (_state == StreamState.Closed) Interlocked.Exchange(ref _whenSent, null)?.TrySetResult(false);
        else _connection.NotifyWhenSent();
        return sent.Task;
    }

    internal void MoveTo(StreamState next)
    {
        Debug.Assert(StreamTransitions.IsAllowed(_state, next), $"a stream does not go from {_state} to {next}");
        _state = next;
    }

    /// <summary>The server's header is in the outbox: from now on errors need none.</summary>
    internal void HeaderSent() => _isHeaderSent = true;

    /// <summary>A new stream begins on the same connection (RFC 6120 §4.3.3).</summary>
    internal void Restart()
    {
        _scanner.Reset();
        _isHeaderSent = false;
    }

    /// <summary>Ends the stream with an error (RFC 6120 §4.9): final, nothing is read any more.</summary>
    internal void Fail(Turn turn, StreamError error, string? text = null)
    {
        _streams.Metrics.StreamFailed();
        _fault = new StreamFault(error, text);
        Close(turn, CloseReason.StreamError);
    }

    internal void Close(Turn turn, CloseReason reason)
    {
        if (IsReading || _state == StreamState.TlsHandshake) MoveTo(StreamState.Closing);
        _connection.Close(turn, reason);
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
        _connection.ClearDeadline();
        StreamLog.Bound(_streams.Logger, _connection.Id, session.Jid);
    }

    private bool IsReading => _state is not (StreamState.TlsHandshake or StreamState.Closing or StreamState.Closed);

    private void OnUnit(Turn turn, XmlScanStatus status, ReadOnlySpan<byte> unit)
    {
        switch (status)
        {
            case XmlScanStatus.StreamHeader:
                _negotiator!.OnHeader(turn, unit);
                break;
            case XmlScanStatus.Element:
                OnElement(turn, unit);
                break;
            case XmlScanStatus.StreamEnd:
                Close(turn, CloseReason.Finished);
                break;
            case XmlScanStatus.Text:
                // RFC 6120 §4.9.3.1: only whitespace may stand between stanzas (§11.7).
                Fail(turn, StreamError.BadFormat);
                break;
            default:
                Fail(turn, _scanner.Error.ToStreamError());
                break;
        }
    }

    private void OnElement(Turn turn, ReadOnlySpan<byte> element)
    {
        if (_session is { } session) _streams.Stanzas.OnElement(turn, this, session, element);
        else _negotiator!.OnElement(turn, element);
    }
}
