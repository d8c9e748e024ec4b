using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <summary>An element whose end tag is still to come; offsets into its unit. Mutable: filled in while its tag is parsed.</summary>
internal struct XmlOpenElement
{
    /// <summary>Where its qualified name begins.</summary>
    public int NameStart;

    /// <summary>The bytes of that name.</summary>
    public int NameLength;

    /// <summary>The bytes of its prefix, 0 without.</summary>
    public int PrefixLength;

    /// <summary>The namespace bindings in force around it.</summary>
    public int BindingCount;

    /// <summary>The default namespace in force in it.</summary>
    public XmlDefaultNamespace Default;

    public readonly ReadOnlySpan<byte> Name(ref byte unit) => Slice(ref unit, NameStart, NameLength);

    public readonly ReadOnlySpan<byte> LocalName(ref byte unit)
    {
        int start = PrefixLength == 0 ? 0 : PrefixLength + 1;
        return Slice(ref unit, NameStart + start, NameLength - start);
    }

    public readonly ReadOnlySpan<byte> Prefix(ref byte unit) => Slice(ref unit, NameStart, PrefixLength);

    private static ReadOnlySpan<byte> Slice(ref byte unit, int start, int length) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref unit, start), length);
}

/// <summary>A default namespace as it is declared within a unit.</summary>
/// <param name="Start">Where it begins; 0 if it is left to the stream header.</param>
/// <param name="Length">Its bytes; their complement if there are references to be resolved.</param>
internal readonly record struct XmlDefaultNamespace(int Start, int Length);
