using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>
/// A prepared JID (RFC 7622): <c>[localpart@]domainpart[/resourcepart]</c>. Immutable, any thread; holds its UTF-8 bytes
/// once. Equality is by bytes, since both sides are prepared.
/// </summary>
public sealed class Jid : IEquatable<Jid>
{
    /// <summary>The limit on each part (RFC 7622 §3.1).</summary>
    public const int MaxPartBytes = 1023;

    private readonly byte[] _utf8;
    private readonly int _hash;

    // 16 bits suffice: a JID has at most 3 * 1023 + 2 bytes.
    private readonly ushort _localLength;
    private readonly ushort _bareLength;

    /// <summary>Takes the array. The bytes are prepared already; a JID without localpart has a length of 0 for it.</summary>
    internal Jid(byte[] utf8, int localLength, int bareLength)
    {
        Debug.Assert(bareLength <= utf8.Length && localLength < bareLength);
        Debug.Assert(localLength == 0 || utf8[localLength] == '@');
        Debug.Assert(bareLength == utf8.Length || utf8[bareLength] == '/');
        _utf8 = utf8;
        _localLength = (ushort)localLength;
        _bareLength = (ushort)bareLength;
        _hash = HashOf(utf8);
    }

    /// <summary>The whole JID.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    public ReadOnlySpan<byte> Local => _utf8.AsSpan(0, _localLength);

    public ReadOnlySpan<byte> Domain => _utf8.AsSpan(DomainStart, _bareLength - DomainStart);

    public ReadOnlySpan<byte> Resource => IsBare ? default : _utf8.AsSpan(_bareLength + 1);

    /// <summary>The JID without its resourcepart, as bytes.</summary>
    public ReadOnlySpan<byte> BareUtf8 => _utf8.AsSpan(0, _bareLength);

    /// <summary>The JID without its resourcepart; this instance if there is none, else a new one.</summary>
    public Jid Bare => IsBare ? this : new Jid(BareUtf8.ToArray(), _localLength, _bareLength);

    public bool IsBare => _bareLength == _utf8.Length;

    public bool IsFull => !IsBare;

    public bool HasLocal => _localLength > 0;

    private int DomainStart => _localLength == 0 ? 0 : _localLength + 1;

    /// <summary>Prepares and parses; false if a part breaks RFC 7622.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Jid? jid)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var status = System.Text.Unicode.Utf8.FromUtf16(text, utf8, out _, out int written, replaceInvalidSequences: false);
        if (status == System.Buffers.OperationStatus.Done)
            return TryParse(utf8.AsSpan(0, written), out jid);
        jid = null;
        return false;
    }

    /// <inheritdoc cref="TryParse(string, out Jid)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Jid? jid)
    {
        switch (JidFastPath.Classify(utf8, out int localLength, out int bareLength))
        {
            case JidForm.Prepared:
                jid = new Jid(utf8.ToArray(), localLength, bareLength);
                return true;
            case JidForm.Unprepared:
                return JidSlowPath.TryPrepare(utf8, out jid);
            default:
                jid = null;
                return false;
        }
    }

    /// <summary>For literals and tests. Throws <see cref="FormatException"/> naming the text.</summary>
    public static Jid Parse(string text) =>
        TryParse(text, out var jid) ? jid : throw new FormatException($"'{text}' is not a valid JID.");

    /// <summary>
    /// The hash of a JID's bytes, as <see cref="GetHashCode"/> gives it, for tables that are searched by bytes. Keyed
    /// per process, since peers choose JIDs.
    /// </summary>
    public static int HashOf(ReadOnlySpan<byte> utf8)
    {
        // string.GetHashCode is Marvin with a random key per process: the runtime's answer to chosen collisions.
        int hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(utf8));
        return (utf8.Length & 1) == 0 ? hash : HashCode.Combine(hash, utf8[^1]);
    }

    /// <summary>This JID's localpart and domainpart with another resourcepart (prepared here); false if that breaks RFC 7622.</summary>
    public bool TryWithResource(ReadOnlySpan<byte> resource, [NotNullWhen(true)] out Jid? full)
    {
        full = null;
        byte[]? prepared = null;
        if (JidFastPath.ClassifyResource(resource) != JidForm.Prepared && !JidSlowPath.TryPrepareResource(resource, out prepared))
            return false;
        ReadOnlySpan<byte> part = prepared ?? resource;
        full = new Jid([.. BareUtf8, (byte)'/', .. part], _localLength, _bareLength);
        return true;
    }

    public bool Equals(Jid? other) =>
        other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && Utf8.SequenceEqual(other.Utf8)));

    public override bool Equals(object? obj) => Equals(obj as Jid);

    public override int GetHashCode() => _hash;

    public override string ToString() => Encoding.UTF8.GetString(_utf8);

    internal JidView View() => new(_utf8, _localLength, _bareLength, this);
}
