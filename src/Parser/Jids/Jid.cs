namespace Meerkat.Parser.Jids;

/// <summary>
/// A prepared JID (RFC 7622): <c>[localpart@]domainpart[/resourcepart]</c>. Immutable; holds its UTF-8 bytes once.
/// Equality is by bytes, since both sides are prepared.
/// </summary>
public sealed class Jid : IEquatable<Jid>
{
    /// <summary>The whole JID.</summary>
    public ReadOnlySpan<byte> Utf8 => throw new NotImplementedException();

    public ReadOnlySpan<byte> Local => throw new NotImplementedException();

    public ReadOnlySpan<byte> Domain => throw new NotImplementedException();

    public ReadOnlySpan<byte> Resource => throw new NotImplementedException();

    /// <summary>The JID without its resourcepart, as bytes.</summary>
    public ReadOnlySpan<byte> BareUtf8 => throw new NotImplementedException();

    /// <summary>The JID without its resourcepart; this instance if there is none.</summary>
    public Jid Bare => throw new NotImplementedException();

    public bool IsBare => throw new NotImplementedException();

    public bool IsFull => throw new NotImplementedException();

    public bool HasLocal => throw new NotImplementedException();

    /// <summary>Prepares and parses; false if a part breaks RFC 7622.</summary>
    public static bool TryParse(string text, out Jid jid) => throw new NotImplementedException();

    /// <inheritdoc cref="TryParse(string, out Jid)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Jid jid) => throw new NotImplementedException();

    /// <summary>For literals and tests. Throws <see cref="FormatException"/> naming the text.</summary>
    public static Jid Parse(string text) => throw new NotImplementedException();

    /// <summary>This JID's localpart and domainpart with another resourcepart (prepared here); false if that breaks RFC 7622.</summary>
    public bool TryWithResource(ReadOnlySpan<byte> resource, out Jid full) => throw new NotImplementedException();

    public bool Equals(Jid? other) => throw new NotImplementedException();

    public override bool Equals(object? obj) => Equals(obj as Jid);

    public override int GetHashCode() => throw new NotImplementedException();

    public override string ToString() => throw new NotImplementedException();
}
