using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Blocking;

/// <summary>What goes wrong with blocklists. Never whom somebody blocks.</summary>
internal static partial class BlockingLog
{
    [LoggerMessage(1351, LogLevel.Error, "The blocklist of {Account} could not be read again: until it signs in anew, it may be old.")]
    public static partial void ReloadFailed(ILogger logger, Exception exception, Jid account);

    [LoggerMessage(1352, LogLevel.Error, "{Account} could not connect, since its blocklist could not be read.")]
    public static partial void LoadFailed(ILogger logger, Exception exception, Jid account);
}
