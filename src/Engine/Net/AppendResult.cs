namespace Meerkat.Engine.Net;

/// <summary>What an outbox did with bytes offered to it.</summary>
internal enum AppendResult : byte
{
    /// <summary>Taken; the turn knows already that it has to flush.</summary>
    Appended,

    /// <summary>Taken; the first in this turn, which now has to flush.</summary>
    AppendedFirst,

    /// <summary>Refused: the connection is closing.</summary>
    Sealed,

    /// <summary>Refused: the limit would be passed.</summary>
    Full,
}
