using Microsoft.Extensions.Logging;

namespace Meerkat.Server.Admin;

/// <summary>What the HTTP API logs besides the commands that were run. Never a query, a body or a token.</summary>
internal static partial class AdminServerLog
{
    [LoggerMessage(2101, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);
}
