using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Admin;

/// <summary>What is logged of administrators: who did what to whom. Never another argument, never an answer.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(1701, LogLevel.Information, "{Caller} ran {Command} on {Subject}")]
    public static partial void Done(ILogger logger, string caller, string command, string subject);

    [LoggerMessage(1702, LogLevel.Warning, "{Caller} tried {Command}: {Failure}")]
    public static partial void Failed(ILogger logger, string caller, string command, AdminFailure failure);

    [LoggerMessage(1703, LogLevel.Error, "{Command} failed: the store failed.")]
    public static partial void StoreFailed(ILogger logger, Exception exception, string command);

    [LoggerMessage(1704, LogLevel.Error, "{Command} failed.")]
    public static partial void Crashed(ILogger logger, Exception exception, string command);
}
