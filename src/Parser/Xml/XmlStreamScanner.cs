namespace Meerkat.Parser.Xml;

/// <summary>
/// Resumable scanner of one XML stream (RFC 6120 §4, §11; XML 1.0 fifth edition; Namespaces 1.0). It validates and
/// frames; it does not copy. Belongs to the turn of its stream. Holds no buffer while no element is under way.
/// </summary>
public sealed class XmlStreamScanner(XmlLimits limits)
{
    private readonly XmlLimits _limits = limits;

    /// <summary>Why the last scan returned <see cref="XmlScanStatus.Error"/>.</summary>
    public XmlError Error => throw new NotImplementedException();

    /// <summary>The declarations of the stream header; <see cref="StreamScope.Client"/> where they are the usual ones.</summary>
    public StreamScope Scope => throw new NotImplementedException();

    /// <summary>
    /// True if the element just returned depends on declarations of the stream header other than its default namespace
    /// (so that it cannot be forwarded byte for byte; see <see cref="XmlRewriter"/>).
    /// </summary>
    public bool UsesStreamPrefixes => throw new NotImplementedException();

    /// <summary>
    /// Looks for the next unit. <paramref name="input"/> starts at the first byte not yet consumed; bytes seen by an
    /// earlier call are the same again, with more behind them. Nothing is examined twice.
    /// </summary>
    public XmlScanResult Scan(ReadOnlySpan<byte> input) => throw new NotImplementedException(_limits.ToString());

    /// <summary>Begins a new stream: after STARTTLS and SASL (RFC 6120 §4.3.3).</summary>
    public void Reset() => throw new NotImplementedException();
}
