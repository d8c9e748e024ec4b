namespace Meerkat.Engine.Sasl;

/// <summary>Why authentication failed (RFC 6120 §6.5).</summary>
public enum SaslFailure : byte
{
    Aborted,
    AccountDisabled,
    CredentialsExpired,
    EncryptionRequired,
    IncorrectEncoding,
    InvalidAuthzid,
    InvalidMechanism,
    MalformedRequest,
    MechanismTooWeak,
    NotAuthorized,
    TemporaryAuthFailure,
}
