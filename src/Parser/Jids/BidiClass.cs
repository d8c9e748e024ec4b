namespace Meerkat.Parser.Jids;

/// <summary>The bidirectional classes that the Bidi Rule tells apart (RFC 5893 §2).</summary>
internal enum BidiClass : byte
{
    /// <summary>L.</summary>
    LeftToRight,

    /// <summary>R and AL.</summary>
    RightToLeft,

    /// <summary>AN.</summary>
    ArabicNumber,

    /// <summary>EN.</summary>
    EuropeanNumber,

    /// <summary>NSM.</summary>
    NonSpacingMark,

    /// <summary>ES, CS, ET, ON and BN.</summary>
    Neutral,
}
