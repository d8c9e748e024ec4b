using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Sasl;

/// <summary>What mechanisms log. Never passwords or messages of SASL.</summary>
internal static partial class SaslLog
{
    [LoggerMessage(1401, LogLevel.Information, "Connection {Connection}: {Jid} logs in by certificate ({Verifier}): subject {Subject}, serial {Serial}, issuer {Issuer}.")]
    public static partial void CertificateAccepted(
        ILogger logger, long connection, Jid jid, string verifier, string subject, string serial, string issuer);

    [LoggerMessage(1402, LogLevel.Information, "Connection {Connection}: no login by the certificate of subject {Subject}, serial {Serial}, issuer {Issuer}: {Reason}.")]
    public static partial void CertificateRefused(
        ILogger logger, long connection, string subject, string serial, string issuer, string reason);

    [LoggerMessage(1403, LogLevel.Error, "The verifier {Verifier} has failed.")]
    public static partial void VerifierFailed(ILogger logger, Exception exception, string verifier);
}
