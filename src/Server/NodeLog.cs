using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>What the composition root logs while it starts.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(2001, LogLevel.Information, "TLS is done by {Library}")]
    public static partial void TlsLibrary(ILogger logger, string library);

    [LoggerMessage(2002, LogLevel.Warning, "OpenSSL 3 is missing ({Missing}); TLS is done by SslStream, which needs more memory and time")]
    public static partial void NoOpenSsl(ILogger logger, string missing);
}
