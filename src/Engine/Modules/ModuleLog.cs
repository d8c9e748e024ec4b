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

    [LoggerMessage(EventId = 1303, Message = "The module {Module} of {Domain} was started.")]
    public static partial void Started(ILogger logger, LogLevel level, string module, Jid domain);

    [LoggerMessage(1304, LogLevel.Information, "The module {Module} of {Domain} was replaced.")]
    public static partial void Restarted(ILogger logger, string module, Jid domain);

    [LoggerMessage(1305, LogLevel.Information, "The module {Module} of {Domain} was stopped.")]
    public static partial void Stopped(ILogger logger, string module, Jid domain);

    [LoggerMessage(1306, LogLevel.Error, "The module {Module} of {Domain} could not be started; nothing has changed.")]
    public static partial void StartFailed(ILogger logger, Exception exception, string module, Jid domain);

    [LoggerMessage(1307, LogLevel.Error, "The module {Module} of {Domain} is gone, but could not be stopped.")]
    public static partial void StopFailed(ILogger logger, Exception exception, string module, Jid domain);

    [LoggerMessage(1308, LogLevel.Error, "The push services of {Account} could not be told of a message: the store failed.")]
    public static partial void PushFailed(ILogger logger, Exception exception, Jid account);

    [LoggerMessage(1309, LogLevel.Debug, "A registration of {Account} with {Service} ends, which answered {Condition}.")]
    public static partial void PushDisabled(ILogger logger, Jid account, Jid service, string condition);
}
