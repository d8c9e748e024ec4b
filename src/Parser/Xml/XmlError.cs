namespace Meerkat.Parser.Xml;

/// <summary>Why the scanner refused its input. Each maps to one stream error (RFC 6120 §4.9.3, §11).</summary>
public enum XmlError : byte
{
    None,
    NotWellFormed,
    RestrictedXml,
    UnsupportedEncoding,

    /// <summary>A limit of <see cref="XmlLimits"/> is exceeded: <c>policy-violation</c>.</summary>
    LimitExceeded,
}
