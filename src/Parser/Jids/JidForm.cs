namespace Meerkat.Parser.Jids;

/// <summary>What one look at the bytes of an address tells.</summary>
internal enum JidForm : byte
{
    /// <summary>Breaks RFC 7622, whatever preparation does.</summary>
    Invalid,

    /// <summary>Valid, and preparation would leave it as it is.</summary>
    Prepared,

    /// <summary>Only preparation can tell.</summary>
    Unprepared,
}
