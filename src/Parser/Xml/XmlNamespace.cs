namespace Meerkat.Parser.Xml;

/// <summary>A namespace name as it is declared, with the hash of its resolved form. A view into a unit or a scope.</summary>
internal readonly ref struct XmlNamespace(XmlValue name, ulong hash)
{
    public XmlValue Name { get; } = name;

    public ulong Hash { get; } = hash;
}
