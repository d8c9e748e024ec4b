using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Net;

/// <summary>The log lines of the network layer. Never bytes that were sent or received.</summary>
internal static partial class NetLog
{
    [LoggerMessage(100, LogLevel.Error, "Connection {Id}: a turn failed; the connection is closed")]
    public static partial void TurnFailed(ILogger logger, Exception exception, long id);

    [LoggerMessage(101, LogLevel.Warning, "Connection {Id}: the socket failed with {Error}")]
    public static partial void SocketFailed(ILogger logger, long id, SocketError error);

    [LoggerMessage(102, LogLevel.Information, "Connection {Id} from {Address}: the TLS handshake failed: {Failure}")]
    public static partial void HandshakeFailed(ILogger logger, long id, IPAddress address, string? failure);

    [LoggerMessage(103, LogLevel.Information, "Connection {Id} from {Address}: the peer's certificate, of subject {Subject}, is refused: {Reason}")]
    public static partial void CertificateRefused(ILogger logger, long id, IPAddress address, string subject, string reason);

    [LoggerMessage(109, LogLevel.Information, "Up to {Count} connections are accepted")]
    public static partial void MaxConnections(ILogger logger, int count);

    [LoggerMessage(110, LogLevel.Information, "Listening on {EndPoint}")]
    public static partial void Listening(ILogger logger, EndPoint endPoint);

    [LoggerMessage(111, LogLevel.Critical, "Accepting on {EndPoint} ended with {Error}")]
    public static partial void AcceptEnded(ILogger logger, EndPoint endPoint, SocketError error);

    [LoggerMessage(112, LogLevel.Warning, "Accepting on {EndPoint} failed with {Error}; trying again from time to time")]
    public static partial void AcceptBacksOff(ILogger logger, EndPoint endPoint, SocketError error);

    [LoggerMessage(113, LogLevel.Debug, "Refused a connection from {Address}: {Verdict}")]
    public static partial void Refused(ILogger logger, IPAddress address, AdmissionVerdict verdict);

    [LoggerMessage(114, LogLevel.Error, "The owner of an accepted connection could not be made")]
    public static partial void AcceptorFailed(ILogger logger, Exception exception);

    [LoggerMessage(120, LogLevel.Warning, "The heartbeat is {LateMs} ms late")]
    public static partial void HeartbeatLate(ILogger logger, long lateMs);

    [LoggerMessage(121, LogLevel.Error, "A heartbeat task failed: {Task}")]
    public static partial void HeartbeatTaskFailed(ILogger logger, Exception exception, string task);
}
