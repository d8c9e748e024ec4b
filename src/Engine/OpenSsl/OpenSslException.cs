namespace Meerkat.Engine.OpenSsl;

/// <summary>OpenSSL refused something that is not the peer's doing: a certificate, a key, a setting. At start and reload.</summary>
public sealed class OpenSslException(string message) : Exception(message);
