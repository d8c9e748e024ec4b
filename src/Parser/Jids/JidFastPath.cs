using System.Buffers;

namespace Meerkat.Parser.Jids;

/// <summary>
/// Recognizes addresses that are ASCII and prepared already, which nearly all are, without allocating. Stateless; any
/// thread. Agrees with <see cref="JidSlowPath"/> on every input it does not leave to it.
/// </summary>
internal static class JidFastPath
{
    // RFC 5890 §2.3.1: a label has at most 63 bytes.
    private const int MaxLabelBytes = 63;

    // IdentifierClass in ASCII is 21-7E (RFC 8264 §9.11), less what RFC 7622 §3.3.1 excludes ("&'/:<>@), less upper case.
    private static readonly SearchValues<byte> _localBytes =
        SearchValues.Create("!#$%()*+,-.0123456789;=?[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private static readonly SearchValues<byte> _domainBytes = SearchValues.Create("-.0123456789abcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Splits as RFC 7622 §3.2 orders: at the first '/', then at the first '@' before it.</summary>
    public static JidForm Classify(ReadOnlySpan<byte> utf8, out int localLength, out int bareLength)
    {
        int slash = utf8.IndexOf((byte)'/');
        bareLength = slash < 0 ? utf8.Length : slash;
        int at = utf8[..bareLength].IndexOf((byte)'@');
        localLength = Math.Max(at, 0);

        var local = at < 0 ? JidForm.Prepared : ClassifyLocal(utf8[..at]);
        if (local == JidForm.Invalid)
            return JidForm.Invalid;
        var domain = ClassifyDomain(utf8[(at + 1)..bareLength]);
        if (domain == JidForm.Invalid)
            return JidForm.Invalid;
        var resource = slash < 0 ? JidForm.Prepared : ClassifyResource(utf8[(slash + 1)..]);
        if (resource == JidForm.Invalid)
            return JidForm.Invalid;

        bool isPrepared = local == JidForm.Prepared && domain == JidForm.Prepared && resource == JidForm.Prepared;
        return isPrepared ? JidForm.Prepared : JidForm.Unprepared;
    }

    public static JidForm ClassifyResource(ReadOnlySpan<byte> resource)
    {
        // RFC 7622 §3.5 lists a leading space as an error, though the OpaqueString profile has no such rule.
        if (resource.StartsWith((byte)' '))
            return JidForm.Invalid;
        // FreeformClass in ASCII is 20-7E, and the profile maps none of it.
        int odd = resource.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        return odd < 0 ? ClassifyLength(resource) : ClassifyOddByte(resource[odd]);
    }

    private static JidForm ClassifyLocal(ReadOnlySpan<byte> local)
    {
        int odd = local.IndexOfAnyExcept(_localBytes);
        return odd < 0 ? ClassifyLength(local) : ClassifyOddByte(local[odd]);
    }

    private static JidForm ClassifyDomain(ReadOnlySpan<byte> domain)
    {
        // "[" opens an IPv6 literal; a final dot has to go (RFC 7622 §3.2).
        if (domain.Length > 0 && (domain[0] == '[' || domain[^1] == '.'))
            return JidForm.Unprepared;
        int odd = domain.IndexOfAnyExcept(_domainBytes);
        if (odd >= 0)
            return ClassifyOddByte(domain[odd]);

        bool hasALabel = false;
        var rest = domain;
        while (true)
        {
            int dot = rest.IndexOf((byte)'.');
            var form = ClassifyLabel(dot < 0 ? rest : rest[..dot]);
            if (form == JidForm.Invalid)
                return JidForm.Invalid;
            hasALabel |= form == JidForm.Unprepared;
            if (dot < 0)
                break;
            rest = rest[(dot + 1)..];
        }

        return hasALabel ? JidForm.Unprepared : ClassifyLength(domain);
    }

    /// <summary>A label of lower-case letters, digits and hyphens: NR-LDH, A-label or nothing (RFC 5890 §2.3.1).</summary>
    private static JidForm ClassifyLabel(ReadOnlySpan<byte> label)
    {
        if (label.Length is 0 or > MaxLabelBytes || label[0] == '-' || label[^1] == '-')
            return JidForm.Invalid;
        if (label.Length < 4 || label[2] != '-' || label[3] != '-')
            return JidForm.Prepared;
        return label.StartsWith("xn"u8) ? JidForm.Unprepared : JidForm.Invalid;
    }

    private static JidForm ClassifyLength(ReadOnlySpan<byte> part) =>
        part.Length is > 0 and <= Jid.MaxPartBytes ? JidForm.Prepared : JidForm.Invalid;

    private static JidForm ClassifyOddByte(byte value) =>
        value >= 0x80 || char.IsAsciiLetterUpper((char)value) ? JidForm.Unprepared : JidForm.Invalid;
}
