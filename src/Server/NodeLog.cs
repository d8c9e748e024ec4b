using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>What the composition root logs while it starts.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(2001, LogLevel.Information, "TLS is done by {Library}")]
    public static partial void TlsLibrary(ILogger logger, string library);

    [LoggerMessage(2002, LogLevel.Warning, "OpenSSL 3 is missing ({Missing}); TLS is done by SslStream, which needs more memory and time")]
    public static partial void NoOpenSsl(ILogger logger, string missing);

    [LoggerMessage(2003, LogLevel.Information, "Certificates were read again; new handshakes use them")]
    public static partial void CertificatesReloaded(ILogger logger);

    [LoggerMessage(2004, LogLevel.Error, "Certificates could not be read again, and the old ones stay in use: {Reason}")]
    public static partial void CertificatesNotReloaded(ILogger logger, string reason);

    [LoggerMessage(2005, LogLevel.Warning, "auth.sasl_external has auth_id: whoever has any verified certificate may log in as anyone")]
    public static partial void AnyoneAsAnyone(ILogger logger);

    [LoggerMessage(2006, LogLevel.Warning, "tls.verify_mode is selfsigned_peer: whoever signs a certificate himself may log in as whoever it names")]
    public static partial void SelfSignedClients(ILogger logger);

    [LoggerMessage(2011, LogLevel.Information, "The modules of all hosts are as the configuration says now")]
    public static partial void ModulesReloaded(ILogger logger);

    [LoggerMessage(2012, LogLevel.Error, "The configuration could not be read again, and access rules and modules stay as they are")]
    public static partial void ConfigurationNotReloaded(ILogger logger);

    [LoggerMessage(2013, LogLevel.Error, "The modules could not be brought to what the configuration says now")]
    public static partial void ModulesNotReloaded(ILogger logger, Exception exception);

    [LoggerMessage(2014, LogLevel.Error, "The modules of {Domain} stay as they are: {Reason}")]
    public static partial void HostNotReloaded(ILogger logger, Jid domain, string reason);

    [LoggerMessage(2015, LogLevel.Warning, "These options were changed too, which needs a restart: {Options}")]
    public static partial void RestartNeeded(ILogger logger, string options);

    [LoggerMessage(2016, LogLevel.Information, "The access rules are as the configuration says now")]
    public static partial void AccessReloaded(ILogger logger);
}
