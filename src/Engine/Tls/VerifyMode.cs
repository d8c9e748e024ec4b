namespace Meerkat.Engine.Tls;

/// <summary>What a client's certificate must be to count as verified.</summary>
public enum VerifyMode : byte
{
    /// <summary>Signed, directly or through others, by a trusted authority.</summary>
    Peer,

    /// <summary>That, or signed by itself, which anybody's may be: it then says what its maker wanted it to say.</summary>
    SelfSignedPeer,
}
