using System.Net;
using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Components;

/// <summary>What component streams log. Never stanzas, passwords or proofs of them.</summary>
internal static partial class ComponentLog
{
    [LoggerMessage(1601, LogLevel.Information, "Connection {Connection}: the component {Domain} is connected from {Address}.")]
    public static partial void Connected(ILogger logger, long connection, Jid domain, IPAddress address);

    [LoggerMessage(1602, LogLevel.Information, "The component {Domain} has ended: {Reason}.")]
    public static partial void Ended(ILogger logger, Jid domain, CloseReason reason);

    [LoggerMessage(1603, LogLevel.Warning, "Connection {Connection} from {Address}: the password of the component {Domain} is wrong.")]
    public static partial void AuthenticationFailed(ILogger logger, long connection, IPAddress address, Jid domain);

    [LoggerMessage(1604, LogLevel.Warning, "Connection {Connection}: the domain of the component {Domain} is taken.")]
    public static partial void Conflict(ILogger logger, long connection, Jid domain);
}
