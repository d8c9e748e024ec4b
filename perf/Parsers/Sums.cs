using System.Runtime.InteropServices;

namespace Meerkat.Perf.Parsers;

/// <summary>
/// What a parser told its visitor of in one run, as raw counts. Layout of <c>sums</c> in native/xmlparsers.cpp. Lengths
/// are in bytes of UTF-8, values and text with their references resolved.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct Sums
{
    public long Elements;
    public long Ends;

    /// <summary>Without namespace declarations, if the parser tells them apart.</summary>
    public long Attributes;
    public long Declarations;

    /// <summary>Local names of elements and attributes, or qualified names if the parser knows no other.</summary>
    public long NameBytes;

    /// <summary>Prefixes with their colons.</summary>
    public long PrefixBytes;
    public long NamespaceBytes;
    public long ValueBytes;

    /// <summary>Qualified names of namespace declarations.</summary>
    public long DeclarationNameBytes;
    public long DeclarationValueBytes;
    public long TextBytes;
}
