using System.Numerics;
using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Jids;

/// <summary>
/// Turns address bytes into prepared JIDs: an ASCII fast path, and for the rest PRECIS and IDNA2008 (RFC 7622, 8264,
/// 8265, 5891) behind a bounded cache. One per process; any thread.
/// </summary>
/// <param name="maxCachedJids">Bounds the cache; rounded down to a power of two. 0 switches it off.</param>
public sealed class JidPreparer(int maxCachedJids = 4096)
{
    /// <summary>
    /// Longer addresses are prepared anew each time: with 4096 entries of at most 512 bytes of input and as much of
    /// result, a flood of hostile addresses holds about 4 MiB.
    /// </summary>
    private const int MaxCachedBytes = 512;

    // Entries are immutable and a newcomer takes the slot of its hash, so there is nothing to evict, lock or count.
    // Written by Remember, read by Find: Volatile, so that an entry is seen whole.
    private readonly CachedJid?[] _cache =
        new CachedJid?[maxCachedJids < 1 ? 0 : 1 << BitOperations.Log2((uint)maxCachedJids)];

    /// <summary>False if the bytes are no valid JID.</summary>
    public bool TryParse(ReadOnlySpan<byte> utf8, out JidView jid)
    {
        switch (JidFastPath.Classify(utf8, out int localLength, out int bareLength))
        {
            case JidForm.Prepared:
                jid = new JidView(utf8, localLength, bareLength);
                return true;
            case JidForm.Unprepared:
                return TryPrepare(utf8, out jid);
            default:
                jid = default;
                return false;
        }
    }

    /// <summary>As above, from an attribute value whose references may need resolving. False if it is not present.</summary>
    public bool TryParse(XmlValue value, out JidView jid)
    {
        jid = default;
        if (!value.IsPresent)
            return false;
        if (!value.NeedsUnescape)
            return TryParse(value.Raw, out jid);

        int rawLength = value.Raw.Length;
        if (rawLength > JidSlowPath.MaxInputBytes)
            return false;
        Span<byte> buffer = rawLength <= 512 ? stackalloc byte[512] : new byte[rawLength];
        int length = value.Unescape(buffer);
        // The buffer dies with this call, so the view has to be of a Jid even if the bytes are prepared already.
        return TryPrepare(buffer[..length], out jid);
    }

    private bool TryPrepare(scoped ReadOnlySpan<byte> utf8, out JidView view)
    {
        var jid = Find(utf8, out int hash, out bool isKnown);
        if (!isKnown)
        {
            jid = Jid.TryParse(utf8, out var prepared) ? prepared : null;
            Remember(utf8, hash, jid);
        }

        view = jid is null ? default : jid.View();
        return jid is not null;
    }

    private Jid? Find(ReadOnlySpan<byte> utf8, out int hash, out bool isKnown)
    {
        hash = 0;
        isKnown = false;
        if (!IsCacheable(utf8))
            return null;
        hash = Jid.HashOf(utf8);
        var entry = Volatile.Read(ref _cache[hash & (_cache.Length - 1)]);
        isKnown = entry is not null && entry.Input.AsSpan().SequenceEqual(utf8);
        return isKnown ? entry!.Jid : null;
    }

    private void Remember(ReadOnlySpan<byte> utf8, int hash, Jid? jid)
    {
        if (IsCacheable(utf8))
            Volatile.Write(ref _cache[hash & (_cache.Length - 1)], new CachedJid(utf8.ToArray(), jid));
    }

    private bool IsCacheable(ReadOnlySpan<byte> utf8) => _cache.Length > 0 && utf8.Length <= MaxCachedBytes;

    /// <summary>What preparing one input gave; a null <paramref name="Jid"/> if it is invalid.</summary>
    private sealed record CachedJid(byte[] Input, Jid? Jid);
}
