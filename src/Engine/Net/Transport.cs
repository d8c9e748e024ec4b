using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Net;

/// <summary>
/// Moves the bytes of one connection: a plain socket, or TLS over another transport. Owned by its connection, which
/// has at most one receive-side and one send-side operation under way; the two sides may be on different threads.
/// No operation throws for a fault of the peer or the network.
/// </summary>
public abstract class Transport : IDisposable
{
    private ITransportSink? _sink;

    /// <summary>What the handshake agreed on, or null when the transport is plain.</summary>
    public virtual TlsSession? Tls => null;

    protected ITransportSink Sink => _sink ?? throw new InvalidOperationException("The transport has no sink yet.");

    /// <summary>Names who hears of completions. Only while nothing is under way.</summary>
    public void Attach(ITransportSink sink) => _sink = sink;

    /// <summary>
    /// Waits, holding no buffer, until bytes, a FIN or a fault can be received. Done may be spurious: Receive tells.
    /// </summary>
    public abstract TransportResult WaitReadable();

    /// <summary>Receives what is there. Done with a count of 0 is the peer's FIN. <paramref name="into"/> is not empty.</summary>
    public abstract TransportResult Receive(Memory<byte> into);

    /// <summary>Sends; Done may cover only the first bytes. The bytes stay untouched until the operation ended.</summary>
    public abstract TransportResult Send(ReadOnlyMemory<byte> bytes);

    /// <summary>As <see cref="Send"/>; nothing will be sent behind it, so that the end of our direction may go along.</summary>
    public virtual TransportResult SendLast(ReadOnlyMemory<byte> bytes) => Send(bytes);

    /// <summary>Ends our direction: close_notify under TLS, then FIN. Only when no send is under way; never blocks.</summary>
    public abstract void CloseSend();

    /// <summary>Ends both directions. Operations under way end as failed. Any thread, more than once.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
