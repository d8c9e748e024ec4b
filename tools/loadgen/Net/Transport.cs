namespace Meerkat.LoadGen.Net;

/// <summary>
/// Moves bytes for one connection, plain or over TLS. One receive and one send may be under way at once; what does not
/// complete at once is reported to the connection later.
/// </summary>
internal abstract class Transport : IDisposable
{
    /// <summary>Receives into the buffer; 0 bytes mean that the peer has closed.</summary>
    public abstract IoResult Receive(byte[] buffer, int offset, int count);

    /// <summary>Sends all of the bytes.</summary>
    public abstract IoResult Send(ArraySegment<byte> bytes);

    public abstract void Dispose();
}
