using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>What came of a change of a blocklist. Immutable.</summary>
/// <param name="Status">Whether it was made.</param>
/// <param name="Before">The whole list as it was.</param>
/// <param name="Changed">What was added or removed, in the order it was asked for; empty if nothing has changed.</param>
public sealed record BlocklistChange(BlocklistStatus Status, IReadOnlyList<Jid> Before, IReadOnlyList<Jid> Changed)
{
    /// <summary>Nothing was changed.</summary>
    public static BlocklistChange None(BlocklistStatus status) => new(status, [], []);
}

/// <summary>Whether a blocklist was changed.</summary>
public enum BlocklistStatus : byte
{
    Done,
    NoSuchAccount,
    Full,
}
