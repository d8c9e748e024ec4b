using System.Net.Sockets;

namespace Meerkat.Engine.Net;

/// <summary>The end of a transport operation: how many bytes, or why none.</summary>
public readonly record struct TransportResult(TransportStatus Status, int Count, CloseReason Reason, SocketError Error)
{
    public static TransportResult Pending => new(TransportStatus.Pending, 0, CloseReason.None, SocketError.Success);

    public static TransportResult WouldBlock =>
        new(TransportStatus.WouldBlock, 0, CloseReason.None, SocketError.WouldBlock);

    public static TransportResult Done(int count) =>
        new(TransportStatus.Done, count, CloseReason.None, SocketError.Success);

    public static TransportResult Failed(SocketError error) =>
        new(TransportStatus.Failed, 0, CloseReason.PeerReset, error);

    public static TransportResult Failed(CloseReason reason) =>
        new(TransportStatus.Failed, 0, reason, SocketError.Success);
}
