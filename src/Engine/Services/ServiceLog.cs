using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Services;

/// <summary>What the registry of services logs.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(1501, LogLevel.Information, "The service {Service} was started, which took {Elapsed} ms.")]
    public static partial void Started(ILogger logger, string service, long elapsed);

    [LoggerMessage(1502, LogLevel.Information, "The service {Service} was stopped.")]
    public static partial void Stopped(ILogger logger, string service);

    [LoggerMessage(EventId = 1503, Message = "The service {Service} could not be started.")]
    public static partial void StartFailed(ILogger logger, LogLevel level, Exception exception, string service);

    [LoggerMessage(1504, LogLevel.Error, "The service {Service} could not be stopped, and stays in the registry.")]
    public static partial void StopFailed(ILogger logger, Exception exception, string service);

    [LoggerMessage(1505, LogLevel.Warning, "The service {Service} was taken out of the registry without being stopped.")]
    public static partial void Purged(ILogger logger, string service);
}
