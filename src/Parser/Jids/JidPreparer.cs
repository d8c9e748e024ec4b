using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Jids;

/// <summary>
/// Turns address bytes into prepared JIDs: an ASCII fast path, and for the rest PRECIS and IDNA2008 (RFC 7622, 8264,
/// 8265, 5891) behind a bounded cache. One per process; any thread.
/// </summary>
public sealed class JidPreparer(int maxCachedJids = 4096)
{
    private readonly int _maxCachedJids = maxCachedJids;

    /// <summary>False if the bytes are no valid JID.</summary>
    public bool TryParse(ReadOnlySpan<byte> utf8, out JidView jid) => throw new NotImplementedException(_maxCachedJids.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>As above, from an attribute value whose references may need resolving.</summary>
    public bool TryParse(XmlValue value, out JidView jid) => throw new NotImplementedException();
}
