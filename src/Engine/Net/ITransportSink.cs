namespace Meerkat.Engine.Net;

/// <summary>
/// Who hears that a pending operation of a transport ended: the connection, or the TLS layer between. Called on the
/// completion thread; at most one receive-side and one send-side operation are under way at a time.
/// </summary>
public interface ITransportSink
{
    /// <summary>The pending WaitReadable or Receive ended.</summary>
    void OnReceiveCompleted(TransportResult result);

    /// <summary>The pending Send ended.</summary>
    void OnSendCompleted(TransportResult result);
}
