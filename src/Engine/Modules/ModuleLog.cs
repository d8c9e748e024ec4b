using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Modules;

/// <summary>What modules log. Never what users keep or send.</summary>
internal static partial class ModuleLog
{
    [LoggerMessage(1301, LogLevel.Error, "A message for {Account} could not be kept: the store failed.")]
    public static partial void OfflineStoreFailed(ILogger logger, Exception exception, Jid account);

    [LoggerMessage(1302, LogLevel.Error, "The offline messages of {Jid} could not be delivered: the store failed.")]
    public static partial void OfflineDeliveryFailed(ILogger logger, Exception exception, Jid jid);
}
