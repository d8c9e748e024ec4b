using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Stanzas;

/// <summary>The element and attribute names of error conditions on the wire.</summary>
public static class ErrorNames
{
    /// <summary>RFC 6120 §4.9.3</summary>
    // Long by design: one case per condition.
    public static ReadOnlySpan<byte> ToElementName(this StreamError error) => error switch
    {
        StreamError.BadFormat => "bad-format"u8,
        StreamError.BadNamespacePrefix => "bad-namespace-prefix"u8,
        StreamError.Conflict => "conflict"u8,
        StreamError.ConnectionTimeout => "connection-timeout"u8,
        StreamError.HostGone => "host-gone"u8,
        StreamError.HostUnknown => "host-unknown"u8,
        StreamError.ImproperAddressing => "improper-addressing"u8,
        StreamError.InternalServerError => "internal-server-error"u8,
        StreamError.InvalidFrom => "invalid-from"u8,
        StreamError.InvalidNamespace => "invalid-namespace"u8,
        StreamError.InvalidXml => "invalid-xml"u8,
        StreamError.NotAuthorized => "not-authorized"u8,
        StreamError.NotWellFormed => "not-well-formed"u8,
        StreamError.PolicyViolation => "policy-violation"u8,
        StreamError.RemoteConnectionFailed => "remote-connection-failed"u8,
        StreamError.Reset => "reset"u8,
        StreamError.ResourceConstraint => "resource-constraint"u8,
        StreamError.RestrictedXml => "restricted-xml"u8,
        StreamError.SeeOtherHost => "see-other-host"u8,
        StreamError.SystemShutdown => "system-shutdown"u8,
        StreamError.UnsupportedEncoding => "unsupported-encoding"u8,
        StreamError.UnsupportedFeature => "unsupported-feature"u8,
        StreamError.UnsupportedStanzaType => "unsupported-stanza-type"u8,
        StreamError.UnsupportedVersion => "unsupported-version"u8,
        _ => "undefined-condition"u8,
    };

    /// <summary>RFC 6120 §8.3.3</summary>
    // Long by design: one case per condition.
    public static ReadOnlySpan<byte> ToElementName(this StanzaErrorCondition condition) => condition switch
    {
        StanzaErrorCondition.BadRequest => "bad-request"u8,
        StanzaErrorCondition.Conflict => "conflict"u8,
        StanzaErrorCondition.FeatureNotImplemented => "feature-not-implemented"u8,
        StanzaErrorCondition.Forbidden => "forbidden"u8,
        StanzaErrorCondition.Gone => "gone"u8,
        StanzaErrorCondition.InternalServerError => "internal-server-error"u8,
        StanzaErrorCondition.ItemNotFound => "item-not-found"u8,
        StanzaErrorCondition.JidMalformed => "jid-malformed"u8,
        StanzaErrorCondition.NotAcceptable => "not-acceptable"u8,
        StanzaErrorCondition.NotAllowed => "not-allowed"u8,
        StanzaErrorCondition.NotAuthorized => "not-authorized"u8,
        StanzaErrorCondition.PolicyViolation => "policy-violation"u8,
        StanzaErrorCondition.RecipientUnavailable => "recipient-unavailable"u8,
        StanzaErrorCondition.Redirect => "redirect"u8,
        StanzaErrorCondition.RegistrationRequired => "registration-required"u8,
        StanzaErrorCondition.RemoteServerNotFound => "remote-server-not-found"u8,
        StanzaErrorCondition.RemoteServerTimeout => "remote-server-timeout"u8,
        StanzaErrorCondition.ResourceConstraint => "resource-constraint"u8,
        StanzaErrorCondition.ServiceUnavailable => "service-unavailable"u8,
        StanzaErrorCondition.SubscriptionRequired => "subscription-required"u8,
        StanzaErrorCondition.UnexpectedRequest => "unexpected-request"u8,
        _ => "undefined-condition"u8,
    };

    /// <summary>RFC 6120 §8.3.2</summary>
    public static ReadOnlySpan<byte> ToAttributeValue(this StanzaErrorType type) => type switch
    {
        StanzaErrorType.Auth => "auth"u8,
        StanzaErrorType.Continue => "continue"u8,
        StanzaErrorType.Modify => "modify"u8,
        StanzaErrorType.Wait => "wait"u8,
        _ => "cancel"u8,
    };

    /// <summary>The stream error a scanner's refusal is reported as (RFC 6120 §4.9.3, §11).</summary>
    public static StreamError ToStreamError(this XmlError error) => error switch
    {
        XmlError.NotWellFormed => StreamError.NotWellFormed,
        XmlError.RestrictedXml => StreamError.RestrictedXml,
        XmlError.UnsupportedEncoding => StreamError.UnsupportedEncoding,
        XmlError.LimitExceeded => StreamError.PolicyViolation,
        _ => StreamError.None,
    };
}
