namespace Meerkat.Parser.Xml;

/// <summary>Uniqueness of attributes by qualified name (XML 1.0 §3.1). Any thread.</summary>
internal static class XmlAttributeChecks
{
    public static bool HasDuplicate(ReadOnlySpan<byte> unit, ReadOnlySpan<XmlTagAttribute> attributes)
    {
        for (int i = 1; i < attributes.Length; i++)
        {
            ReadOnlySpan<byte> name = unit.Slice(attributes[i].NameStart, attributes[i].NameLength);
            for (int j = 0; j < i; j++)
            {
                if (attributes[j].NameLength == name.Length &&
                    name.SequenceEqual(unit.Slice(attributes[j].NameStart, name.Length)))
                    return true;
            }
        }

        return false;
    }
}
