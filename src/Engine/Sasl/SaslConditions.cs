using System.Net;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Access;

namespace Meerkat.Engine.Sasl;

/// <summary>What a stream is like when mechanisms are offered on it. A value, made by the stream.</summary>
internal readonly record struct SaslConditions
{
    public SaslConditions() => ChannelBindings = Sasl.ChannelBindings.None;

    /// <summary>TLS is in place.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>
    /// The operator lets passwords cross this listener in the clear (RFC 6120 §13.9.4 advises against).
    /// </summary>
    public bool IsPlainAllowedUnencrypted { get; init; }

    public IChannelBindings ChannelBindings { get; init; }

    /// <summary>The methods that the operator has enabled for this listener.</summary>
    public AuthenticationMethods Methods { get; init; } = AuthenticationMethods.Internal;

    /// <summary>The certificate that the client showed and that was verified; null: it proves nothing, or there is
    /// none.</summary>
    public X509Certificate2? PeerCertificate { get; init; }

    /// <summary>For the log.</summary>
    public long ConnectionId { get; init; }

    /// <summary>Where the client connects from.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Says who may log in; null: everybody.</summary>
    public AccessControl? Access { get; init; }
}
