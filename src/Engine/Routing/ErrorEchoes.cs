using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Routing;

/// <summary>
/// Recognises errors that answer an error: of the same kind and id, from its recipient to its sender. RFC 6120 §8.3.1 forbids
/// them, and two peers that send them all the same would go on for ever. Remembers the errors that passed a while ago, as
/// hashes; one in a few thousand is overwritten early, which lets a single echo through. Any thread, without locks.
/// </summary>
internal sealed class ErrorEchoes
{
    // 32 KiB: the errors of a busy server in the time below.
    private const int Slots = 4096;

    // Peers that take longer over an echo do not make a flood, and by then the id may be in use again.
    private const uint RememberedSeconds = 10;

    // An entry is a hash with the second it was seen at in place of its lowest bits, which say where it is.
    private const ulong SecondMask = 0xFFF;

    private readonly ulong[] _seen = new ulong[Slots];

    /// <summary>True for an echo; any other error is remembered.</summary>
    public bool IsEcho(in Stanza error)
    {
        if (!error.HasTo) return false;

        // One more than it is, so that no entry is like an empty slot.
        var second = (uint)(error.Turn.NowMs / 1000) + 1;
        if (IsSeen(Hash(in error, error.To.Utf8, error.From.Utf8), second)) return true;

        var hash = Hash(in error, error.From.Utf8, error.To.Utf8);
        Volatile.Write(ref SlotOf(hash), (hash & ~SecondMask) | (second & SecondMask));
        return false;
    }

    private bool IsSeen(ulong hash, uint second)
    {
        var entry = Volatile.Read(ref SlotOf(hash));
        return entry != 0
            && (entry & ~SecondMask) == (hash & ~SecondMask)
            && ((second - (uint)entry) & SecondMask) <= RememberedSeconds;
    }

    private ref ulong SlotOf(ulong hash) => ref _seen[hash % Slots];

    // Two hashes, seeded per process and unlike each other: peers choose what goes into them.
    private static ulong Hash(in Stanza error, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) =>
        ((ulong)(uint)Hash(0, error.Kind, error.Header.Id.Raw, from, to) << 32)
        | (uint)Hash(1, error.Kind, error.Header.Id.Raw, from, to);

    private static int Hash(
        int first, StanzaKind kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var hash = default(HashCode);
        hash.Add(first);
        hash.Add((byte)kind);
        hash.AddBytes(id);
        hash.Add(id.Length);
        hash.AddBytes(from);
        hash.Add(from.Length);
        hash.AddBytes(to);
        return hash.ToHashCode();
    }
}
