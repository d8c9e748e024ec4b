namespace Meerkat.Engine.Sasl;

/// <summary>
/// What a SCRAM attempt may say about channel binding; follows from the mechanism and what was offered.
/// </summary>
internal enum ScramBindingRule : byte
{
    /// <summary>No -PLUS mechanism was offered: 'n' and 'y' are both right.</summary>
    NotOffered,

    /// <summary>
    /// One was offered, and the peer chose a mechanism without: 'y' means that somebody removed the offer.
    /// </summary>
    OfferedNotChosen,

    /// <summary>The peer chose a -PLUS mechanism: 'p' is a must.</summary>
    Required,
}
