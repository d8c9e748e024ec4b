using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Blocking;

/// <summary>Finds JIDs by their bytes. Stateless; any thread.</summary>
internal sealed class JidBytesComparer : IEqualityComparer<Jid>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Jid>
{
    public static JidBytesComparer Instance { get; } = new();

    public bool Equals(Jid? one, Jid? other) => one is null ? other is null : one.Equals(other);

    public int GetHashCode(Jid jid) => jid.GetHashCode();

    public bool Equals(ReadOnlySpan<byte> alternate, Jid other) => alternate.SequenceEqual(other.Utf8);

    public int GetHashCode(ReadOnlySpan<byte> alternate) => Jid.HashOf(alternate);

    public Jid Create(ReadOnlySpan<byte> alternate) => throw new NotSupportedException("Only looked for, never added.");
}
