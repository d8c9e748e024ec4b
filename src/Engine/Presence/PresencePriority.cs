using System.Buffers.Text;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Presence;

/// <summary>Reads the priority of a presence (RFC 6121 §4.7.2.3).</summary>
internal static class PresencePriority
{
    /// <summary>0 if there is none; false if it is no integer between -128 and 127, or given twice.</summary>
    public static bool TryRead(XmlElementReader presence, out sbyte priority)
    {
        priority = 0;
        var isFound = false;
        foreach (var child in presence.Children)
        {
            if (!child.Is("priority"u8, Namespaces.Client)) continue;
            if (isFound || !TryParse(child.Text.Raw, out priority)) return false;

            isFound = true;
        }

        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out sbyte priority)
    {
        text = text.Trim(" \t\r\n"u8);
        // xs:byte allows a plus sign, the framework's parser does too; an empty element stands for the default.
        priority = 0;
        return text.IsEmpty || (Utf8Parser.TryParse(text, out priority, out var consumed) && consumed == text.Length);
    }
}
