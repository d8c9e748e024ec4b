namespace Meerkat.Parser.Stanzas;

/// <summary>An application-specific error condition: an empty element beside the defined one (RFC 6120 §8.3.4). Immutable.</summary>
public sealed record StanzaErrorDetail(string Name, string Namespace);
