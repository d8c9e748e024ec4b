namespace Meerkat.Engine.Sasl;

/// <summary>The three answers a server has (RFC 6120 §6.4).</summary>
internal enum SaslStepKind : byte
{
    Challenge,
    Success,
    Failure,
}
