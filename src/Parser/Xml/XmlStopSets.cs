using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Meerkat.Parser.Xml;

/// <summary>
/// A set of ASCII characters of which no two have the same low four bits. The place of each in the table is those bits;
/// places without one hold a byte that has others.
/// </summary>
internal interface IXmlStopSet
{
    static abstract Vector128<byte> Table { get; }
}

/// <summary>What ends a run of character data: markup, a reference, CR, or a '&gt;' that may close <c>]]&gt;</c>.</summary>
internal readonly struct XmlTextStops : IXmlStopSet
{
    public static Vector128<byte> Table
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
            (byte)0xFF, 0, 0, 0, 0, 0, (byte)'&', 0, 0, 0, 0, 0, (byte)'<', (byte)'\r', (byte)'>', 0);
    }
}

/// <summary>What matters in an attribute value: quotes, '&lt;', references and white space that is not a space.</summary>
internal readonly struct XmlValueStops : IXmlStopSet
{
    public static Vector128<byte> Table
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
            (byte)0xFF, 0, (byte)'"', 0, 0, 0, (byte)'&', (byte)'\'', 0, (byte)'\t', (byte)'\n', 0, (byte)'<', (byte)'\r', 0, 0);
    }
}

/// <summary>What ends a name in a tag, but for CR, which has the low bits of '='.</summary>
internal readonly struct XmlNameStops : IXmlStopSet
{
    public static Vector128<byte> Table
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
            (byte)' ', 0, 0, 0, 0, 0, 0, 0, 0, (byte)'\t', (byte)'\n', 0, 0, (byte)'=', (byte)'>', (byte)'/');
    }
}
