using System.Diagnostics.CodeAnalysis;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Components;

/// <summary>Which component has which domain, at one moment. Immutable; any thread.</summary>
internal sealed class ComponentTable
{
    private readonly Dictionary<byte[], ComponentStream> _byDomain;
    private readonly Dictionary<byte[], ComponentStream>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public ComponentTable(IReadOnlyList<ComponentEntry> entries)
    {
        Entries = entries;
        _byDomain = entries.ToDictionary(entry => entry.Domain.Utf8.ToArray(), entry => entry.Stream, new ByDomain());
        _lookup = _byDomain.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public IReadOnlyList<ComponentEntry> Entries { get; }

    /// <summary>Null if no component has the domain. Allocates nothing.</summary>
    public ComponentStream? Find(ReadOnlySpan<byte> domain) =>
        _byDomain.Count > 0 && _lookup.TryGetValue(domain, out var stream) ? stream : null;

    private sealed class ByDomain : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => Jid.HashOf(obj);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => Jid.HashOf(alternate);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

/// <summary>A domain and the component that has it.</summary>
internal readonly record struct ComponentEntry(Jid Domain, ComponentStream Stream);
