namespace Meerkat.Engine.Sasl;

/// <summary>The mechanisms there are, in the order in which they are offered unless the operator says otherwise.</summary>
public enum SaslMechanismName : byte
{
    External,
    ScramSha512Plus,
    ScramSha256Plus,
    ScramSha1Plus,
    ScramSha512,
    ScramSha256,
    ScramSha1,
    Plain,
}
