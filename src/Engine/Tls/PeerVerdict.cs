namespace Meerkat.Engine.Tls;

/// <summary>What came of the certificate that a peer showed in its handshake. A value; any thread.</summary>
/// <param name="State">Whether there was one, and whether it will do.</param>
/// <param name="Reason">What is wrong with it, for the log; never for the peer. Empty unless it was refused.</param>
public readonly record struct PeerVerdict(PeerCertificateState State, string Reason)
{
    /// <summary>The peer showed no certificate.</summary>
    public static PeerVerdict NoCertificate => default;

    public static PeerVerdict Verified { get; } = new(PeerCertificateState.Verified, "");

    public static PeerVerdict Refused(string reason) => new(PeerCertificateState.Refused, reason);
}

/// <summary>The three outcomes of looking at a peer's certificate.</summary>
public enum PeerCertificateState : byte
{
    /// <summary>The peer showed none.</summary>
    Missing,

    /// <summary>Its chain ends at a trusted authority, in force and not revoked; or it is self-signed and that will do.</summary>
    Verified,

    /// <summary>Something is wrong with it. It proves nothing.</summary>
    Refused,
}
