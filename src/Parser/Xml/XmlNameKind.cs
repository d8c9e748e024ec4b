namespace Meerkat.Parser.Xml;

/// <summary>What a qualified name asks of whoever reads the tag.</summary>
[Flags]
internal enum XmlNameKind : byte
{
    /// <summary>Nothing: no prefix, or <c>xml</c>, which is always bound and to nothing else.</summary>
    Plain = 0,

    /// <summary><c>xmlns</c>, if it names an attribute.</summary>
    DefaultDeclaration = 1,

    /// <summary><c>xmlns:prefix</c>, if it names an attribute.</summary>
    PrefixDeclaration = 2,

    /// <summary>A prefix that has to be resolved.</summary>
    Prefixed = 4,

    /// <summary>Not to be found in the <see cref="XmlNameCache"/>, so that duplicates have to be looked for.</summary>
    Uncached = 8,

    /// <summary>The attribute's value has references or white space to be resolved.</summary>
    NeedsUnescape = 16,
}
