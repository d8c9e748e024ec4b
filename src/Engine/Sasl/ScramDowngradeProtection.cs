using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// XEP-0474: a hash of all that was offered, in the server's first message of SCRAM. The proof covers that message, so that a
/// man in the middle who takes something out of the offer cannot hide it from both sides. Pure; any thread.
/// </summary>
internal static class ScramDowngradeProtection
{
    private const byte RecordSeparator = 0x1E;
    private const byte UnitSeparator = 0x1F;

    /// <summary>The value of the attribute <c>h</c>: base64 of the hash that the mechanism uses.</summary>
    public static byte[] Compute(
        ScramHash hash, IReadOnlyList<SaslMechanism> mechanisms, ReadOnlySpan<ChannelBindingType> bindings)
    {
        var names = new byte[mechanisms.Count][];
        for (int i = 0; i < names.Length; i++) names[i] = mechanisms[i].Name.ToArray();

        var types = new byte[bindings.Length][];
        for (int i = 0; i < types.Length; i++) types[i] = bindings[i].ToName().ToArray();

        byte[] offer = types.Length == 0 ? Join(names) : [.. Join(names), UnitSeparator, .. Join(types)];
        Span<byte> digest = stackalloc byte[hash.Bytes];
        hash.Hash(offer, digest);
        return SaslBase64.Encode(digest);
    }

    // Sorted by octets: the order of an offer is the server's preference, and does not count.
    private static byte[] Join(byte[][] names)
    {
        Array.Sort(names, static (one, other) => one.AsSpan().SequenceCompareTo(other));
        return [.. names.SelectMany((name, i) => i == 0 ? name : [RecordSeparator, .. name])];
    }
}
