using Microsoft.Extensions.Logging;

namespace Meerkat.Storage.Sqlite;

/// <summary>What the embedded store logs. Stateless; called by the store's thread.</summary>
internal static partial class SqliteLog
{
    [LoggerMessage(EventId = 1801, Level = LogLevel.Error, Message = "A request to {File} failed")]
    public static partial void RequestFailed(ILogger logger, Exception error, string file);

    [LoggerMessage(EventId = 1802, Level = LogLevel.Error, Message = "All of {Requests} requests to {File} failed")]
    public static partial void BatchFailed(ILogger logger, Exception error, string file, int requests);

    [LoggerMessage(EventId = 1803, Level = LogLevel.Warning,
        Message = "A transaction on {File} was lost; its {Requests} requests are run again one by one")]
    public static partial void BatchRolledBack(ILogger logger, Exception error, string file, int requests);

    [LoggerMessage(EventId = 1804, Level = LogLevel.Error, Message = "A transaction on {File} could not be rolled back")]
    public static partial void RollbackFailed(ILogger logger, Exception error, string file);

    [LoggerMessage(EventId = 1805, Level = LogLevel.Warning, Message = "{File} could not be closed cleanly; nothing is lost")]
    public static partial void CloseFailed(ILogger logger, Exception error, string file);
}
