namespace Meerkat.Engine.Sasl;

/// <summary>Where it is known who may log in.</summary>
[Flags]
public enum AuthenticationMethods : byte
{
    None = 0,

    /// <summary>The accounts of our own store, with their passwords.</summary>
    Internal = 1,

    /// <summary>A public-key infrastructure: whoever has a certificate that names an account (SASL EXTERNAL).</summary>
    Pki = 2,
}
