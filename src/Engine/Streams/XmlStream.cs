using System.Net;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>
/// What every XML stream over a connection does (RFC 6120 §4): takes it apart into header, elements and closing tag, waits
/// while a stanza is worked on, and ends with an error or a closing tag. Touched on its own turn only, but for what a foreign
/// thread may do: reply, resume, ask for the farewell.
/// </summary>
public abstract class XmlStream : StanzaSender, IConnectionOwner
{
    private readonly ServerMetrics _metrics;
    private bool _isPaused;

    // Written on the own turn before Close, read by whichever thread asks for the farewell.
    private volatile bool _isHeaderSent;
    private volatile StreamFault? _fault;

    private protected XmlStream(Connection connection, XmlStreamScanner scanner, ServerMetrics metrics)
    {
        Connection = connection;
        Scanner = scanner;
        _metrics = metrics;
    }

    public override IPAddress? Address => Connection.RemoteAddress;

    internal Connection Connection { get; }

    internal XmlStreamScanner Scanner { get; }

    /// <summary>False while bytes are the handshake's, and once the stream is closing.</summary>
    private protected abstract bool IsReading { get; }

    public override void Pause()
    {
        _isPaused = true;
        Connection.Pause();
    }

    public override void Resume() => Connection.Resume();

    public override void Reply(Turn turn, ReadOnlySpan<byte> stanza, RouteContext context) => Connection.Append(turn, stanza);

    public virtual int OnReceived(Turn turn, ReadOnlySpan<byte> unread)
    {
        _isPaused = false;
        var consumed = 0;
        while (!_isPaused && IsReading)
        {
            var result = Scanner.Scan(unread[consumed..]);
            if (result.Status == XmlScanStatus.Error)
            {
                OnMalformed(turn, unread[(consumed + result.Start)..]);
            }
            else if (result.Status != XmlScanStatus.NeedMore)
            {
                OnUnit(turn, result.Status, unread.Slice(consumed + result.Start, result.Consumed - result.Start));
            }

            consumed += result.Consumed;
            if (result.Status == XmlScanStatus.NeedMore) break;
        }

        return consumed;
    }

    public abstract void OnTlsEstablished(Turn turn);

    public virtual void OnResumed(Turn turn)
    {
    }

    public virtual void OnSent(Turn turn)
    {
    }

    public abstract void OnDeadline(Turn turn);

    public ReadOnlySpan<byte> Farewell(CloseReason reason)
    {
        var fault = reason == CloseReason.StreamError ? _fault : FaultOf(reason);
        var output = new ByteBuffer();
        // RFC 6120 §4.9.1.2: an error before the server's header is preceded by one.
        if (!_isHeaderSent)
        {
            if (fault is null) return [];
            WriteHeaderOfError(output);
        }

        if (fault is null) output.Write(StreamFrames.ClosingTag);
        else StreamFrames.WriteErrorAndClose(output, fault.Error, fault.Text);
        return output.WrittenSpan;
    }

    public abstract void OnClosed(Turn turn, CloseReason reason, UnsentBytes unsent);

    internal void Append(Turn turn, ReadOnlySpan<byte> bytes) => Connection.Append(turn, bytes);

    /// <summary>The server's header is in the outbox: from now on errors need none.</summary>
    internal void HeaderSent() => _isHeaderSent = true;

    /// <summary>A new stream begins on the same connection (RFC 6120 §4.3.3).</summary>
    internal void Restart()
    {
        Scanner.Reset();
        _isHeaderSent = false;
    }

    /// <summary>Ends the stream with an error (RFC 6120 §4.9): final, nothing is read any more.</summary>
    internal void Fail(Turn turn, StreamError error, string? text = null)
    {
        _metrics.StreamFailed();
        _fault = new StreamFault(error, text);
        Close(turn, CloseReason.StreamError);
    }

    /// <summary>Ends the stream with the error that the reason stands for, or a closing tag.</summary>
    internal abstract void Close(Turn turn, CloseReason reason);

    private protected abstract void OnHeader(Turn turn, ReadOnlySpan<byte> tag);

    private protected abstract void OnElement(Turn turn, ReadOnlySpan<byte> element);

    /// <summary>What begins with <paramref name="rest"/> is not XML, or not what a stream may hold.</summary>
    private protected virtual void OnMalformed(Turn turn, ReadOnlySpan<byte> rest) =>
        Fail(turn, Scanner.Error.ToStreamError());

    /// <summary>The server's header for an error that comes before any. Any thread: pure, as the farewell.</summary>
    private protected abstract void WriteHeaderOfError(ByteBuffer output);

    /// <summary>The error that a reason stands for; null: a closing tag. Any thread: pure, as the farewell.</summary>
    private protected virtual StreamFault? FaultOf(CloseReason reason)
    {
        var error = StreamFrames.ErrorOf(reason);
        return error == StreamError.None ? null : new StreamFault(error, Text: null);
    }

    private void OnUnit(Turn turn, XmlScanStatus status, ReadOnlySpan<byte> unit)
    {
        switch (status)
        {
            case XmlScanStatus.StreamHeader:
                OnHeader(turn, unit);
                break;
            case XmlScanStatus.Element:
                Connection.ChargeStanza(turn);
                OnElement(turn, unit);
                break;
            case XmlScanStatus.StreamEnd:
                Close(turn, CloseReason.Finished);
                break;
            default:
                // RFC 6120 §4.9.3.1: only whitespace may stand between stanzas (§11.7).
                Fail(turn, StreamError.BadFormat);
                break;
        }
    }
}
