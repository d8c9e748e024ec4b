using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Meerkat.Parser.Jids;

/// <summary>
/// Prepares any address in full (RFC 7622 §3): the UsernameCaseMapped profile, IDNA2008 and the OpaqueString profile. It
/// allocates, so <see cref="JidFastPath"/> is asked first. Stateless; any thread.
/// </summary>
internal static class JidSlowPath
{
    /// <summary>Three parts and two separators.</summary>
    public const int MaxInputBytes = (3 * MaxPartInputBytes) + 2;

    // No mapping shrinks text to less than a third (full-width "a" has 3 bytes, decomposed Hangul 9 for 3), so a longer
    // part cannot become a valid one.
    private const int MaxPartInputBytes = 3 * Jid.MaxPartBytes;

    // RFC 7622 §3.3.1: the profile would let these pass. Checked after it, since full-width forms map to them.
    private static readonly SearchValues<char> _excludedFromLocal = SearchValues.Create("\"&'/:<>@");

    public static bool TryPrepare(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Jid? jid)
    {
        jid = null;
        int slash = utf8.IndexOf((byte)'/');
        int bareEnd = slash < 0 ? utf8.Length : slash;
        int at = utf8[..bareEnd].IndexOf((byte)'@');

        byte[] local = [];
        byte[] resource = [];
        if (at >= 0 && !TryPrepareLocal(utf8[..at], out local!))
            return false;
        if (!TryPrepareDomain(utf8[(at + 1)..bareEnd], out byte[]? domain))
            return false;
        if (slash >= 0 && !TryPrepareResource(utf8[(slash + 1)..], out resource!))
            return false;

        jid = Join(local, domain, resource);
        return true;
    }

    public static bool TryPrepareResource(ReadOnlySpan<byte> resource, [NotNullWhen(true)] out byte[]? prepared)
    {
        prepared = null;
        return TryDecode(resource, out string? input)
            && OpaqueString.TryPrepare(input, out string? text)
            && text[0] != ' ' // RFC 7622 §3.5, example 18
            && TryEncode(text, out prepared);
    }

    private static bool TryPrepareLocal(ReadOnlySpan<byte> local, [NotNullWhen(true)] out byte[]? prepared)
    {
        prepared = null;
        return TryDecode(local, out string? input)
            && UsernameCaseMapped.TryPrepare(input, out string? text)
            && !text.AsSpan().ContainsAny(_excludedFromLocal)
            && TryEncode(text, out prepared);
    }

    private static bool TryPrepareDomain(ReadOnlySpan<byte> domain, [NotNullWhen(true)] out byte[]? prepared)
    {
        prepared = null;
        return TryDecode(domain, out string? input)
            && Domainpart.TryPrepare(input, out string? text)
            && TryEncode(text, out prepared);
    }

    private static bool TryDecode(ReadOnlySpan<byte> part, [NotNullWhen(true)] out string? text)
    {
        text = part.Length <= MaxPartInputBytes && Utf8.IsValid(part) ? Encoding.UTF8.GetString(part) : null;
        return text is not null;
    }

    private static bool TryEncode(string part, [NotNullWhen(true)] out byte[]? utf8)
    {
        utf8 = Encoding.UTF8.GetBytes(part);
        return utf8.Length is > 0 and <= Jid.MaxPartBytes;
    }

    private static Jid Join(byte[] local, byte[] domain, byte[] resource)
    {
        byte[] bare = local.Length == 0 ? domain : [.. local, (byte)'@', .. domain];
        byte[] utf8 = resource.Length == 0 ? bare : [.. bare, (byte)'/', .. resource];
        return new Jid(utf8, local.Length, bare.Length);
    }
}
