using System.Runtime.CompilerServices;

namespace Meerkat.Parser.Xml;

/// <summary>How to look at the input, by its length.</summary>
internal interface IXmlInput
{
    static abstract ulong Find<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet;

    /// <summary>The same, but maybe only for half a window: for names.</summary>
    static abstract ulong FindNear<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet;
}

/// <inheritdoc cref="XmlStops.FindInLong"/>
internal readonly struct XmlLongInput : IXmlInput
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Find<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet =>
        XmlStops.FindInLong<TSet>(ref start, position, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FindNear<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet =>
        XmlStops.FindNearInLong<TSet>(ref start, position, length);
}

/// <inheritdoc cref="XmlStops.FindInShort"/>
internal readonly struct XmlShortInput : IXmlInput
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Find<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet =>
        XmlStops.FindInShort<TSet>(ref start, position, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FindNear<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet =>
        XmlStops.FindInShort<TSet>(ref start, position, length);
}
