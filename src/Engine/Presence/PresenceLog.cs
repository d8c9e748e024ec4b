using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Presence;

/// <summary>What presence logs. Never a status text.</summary>
internal static partial class PresenceLog
{
    [LoggerMessage(1201, LogLevel.Error, "The presence of {Jid} could not be dealt with in full: the store failed.")]
    public static partial void StoreFailed(ILogger logger, Exception exception, Jid jid);
}
