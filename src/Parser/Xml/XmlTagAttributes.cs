using System.Runtime.CompilerServices;

namespace Meerkat.Parser.Xml;

/// <summary>The attributes of an <see cref="XmlStartTag"/>: <c>foreach (XmlTagAttribute attribute in tag.Attributes)</c>.</summary>
public ref struct XmlTagAttributes
{
    private readonly ref byte _unit;
    private readonly XmlStreamScanner _scanner;

    // Behind the last one, and how many there are from the current one on.
    private readonly ref XmlAttributeSpan _end;
    private int _left;

    internal XmlTagAttributes(ref byte unit, XmlStreamScanner scanner)
    {
        _unit = ref unit;
        _scanner = scanner;
        _end = ref scanner.EndOfAttributes(out int count);
        _left = count + 1;
    }

    public readonly XmlTagAttribute Current => new(ref _unit, in Unsafe.Add(ref _end, -_left), _scanner);

    public bool MoveNext() => --_left > 0;

    public readonly XmlTagAttributes GetEnumerator() => this;
}
