namespace Meerkat.Engine.Net;

/// <summary>
/// What the outbox still held when the connection ended, without the farewell. Borrowed for the call to
/// <see cref="IConnectionOwner.OnClosed"/>. It begins where an append began, so whole stanzas can be found in it.
/// </summary>
public readonly ref struct UnsentBytes(ReadOnlySpan<byte> all, int sentCount)
{
    /// <summary>Bytes accepted by <see cref="Connection.Append(Turn, ReadOnlySpan{byte})"/>, the oldest first.</summary>
    public ReadOnlySpan<byte> All { get; } = all;

    /// <summary>How many leading bytes of <see cref="All"/> the kernel took. It says nothing of what the peer read.</summary>
    public int SentCount { get; } = sentCount;

    public bool IsEmpty => All.Length == SentCount;
}
