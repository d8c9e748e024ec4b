namespace Meerkat.Parser.Xml;

/// <summary>Walks the child elements of one element.</summary>
public ref struct XmlChildEnumerator
{
    private readonly XmlElementReader _parent;
    private int _currentStart;

    internal XmlChildEnumerator(XmlElementReader parent) => _parent = parent;

    public readonly XmlElementReader Current => _parent.Child(_currentStart);

    public bool MoveNext()
    {
        ReadOnlySpan<byte> unit = _parent.Unit;
        int behind = _currentStart == 0 ? _parent.ContentStart : XmlSkip.Element(unit, _currentStart);

        // An empty element has no end tag of its own: what follows is not its child.
        if (_currentStart == 0 && unit[behind - 2] == '/')
            return false;
        int tag = XmlSkip.ToTag(unit, behind);
        if (tag == unit.Length || unit[tag + 1] == '/')
            return false;
        _currentStart = tag;
        return true;
    }

    public readonly XmlChildEnumerator GetEnumerator() => this;
}
