using System.Net;
using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Streams;

/// <summary>What streams log. Never stanzas, passwords or SASL data.</summary>
internal static partial class StreamLog
{
    [LoggerMessage(1101, LogLevel.Error, "An authentication could not be carried out.")]
    public static partial void AuthenticationFailed(ILogger logger, Exception? exception);

    [LoggerMessage(1102, LogLevel.Information, "Connection {Connection}: {Jid} is bound.")]
    public static partial void Bound(ILogger logger, long connection, Jid jid);

    [LoggerMessage(1103, LogLevel.Information, "{Jid} has ended: {Reason}.")]
    public static partial void Ended(ILogger logger, Jid jid, CloseReason reason);

    [LoggerMessage(1104, LogLevel.Error, "The end of session {Jid} could not be handled in full.")]
    public static partial void EndFailed(ILogger logger, Exception exception, Jid jid);

    [LoggerMessage(1105, LogLevel.Information, "Connection {Connection} from {Address}: {Jid} may not log in, by the rule c2s.")]
    public static partial void LoginDenied(ILogger logger, long connection, IPAddress address, Jid jid);

    [LoggerMessage(1106, LogLevel.Warning, "Too many logins from {Address} have failed: it is locked out for {Duration}.")]
    public static partial void LockedOut(ILogger logger, IPAddress address, TimeSpan duration);
}
