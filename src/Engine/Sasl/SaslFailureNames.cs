namespace Meerkat.Engine.Sasl;

/// <summary>The element names of SASL failures on the wire. Any thread.</summary>
internal static class SaslFailureNames
{
    /// <summary>RFC 6120 §6.5</summary>
    // Long by design: one case per condition.
    public static ReadOnlySpan<byte> ToElementName(this SaslFailure failure) => failure switch
    {
        SaslFailure.Aborted => "aborted"u8,
        SaslFailure.AccountDisabled => "account-disabled"u8,
        SaslFailure.CredentialsExpired => "credentials-expired"u8,
        SaslFailure.EncryptionRequired => "encryption-required"u8,
        SaslFailure.IncorrectEncoding => "incorrect-encoding"u8,
        SaslFailure.InvalidAuthzid => "invalid-authzid"u8,
        SaslFailure.InvalidMechanism => "invalid-mechanism"u8,
        SaslFailure.MalformedRequest => "malformed-request"u8,
        SaslFailure.MechanismTooWeak => "mechanism-too-weak"u8,
        SaslFailure.TemporaryAuthFailure => "temporary-auth-failure"u8,
        _ => "not-authorized"u8,
    };
}
