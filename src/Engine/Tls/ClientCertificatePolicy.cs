namespace Meerkat.Engine.Tls;

/// <summary>Whether clients are asked for a certificate in their handshake.</summary>
public enum ClientCertificatePolicy : byte
{
    /// <summary>No: SASL EXTERNAL cannot be used.</summary>
    None,

    /// <summary>Yes. With a bad one, or none, the connection goes on and other mechanisms are left.</summary>
    Request,

    /// <summary>Yes. A bad one, or none, ends the handshake.</summary>
    Require,
}
