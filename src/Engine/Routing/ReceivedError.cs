using System.Text;
using Meerkat.Engine.Diagnostics;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Routing;

/// <summary>The error that a stanza of type error tells (RFC 6120 §8.3): a view, valid as long as the stanza.</summary>
public readonly ref struct ReceivedError
{
    private ReceivedError(XmlElementReader error)
    {
        IsTemporary = error.Attribute("type"u8).Equals("wait"u8);
        foreach (var child in error.Children)
        {
            if (!child.Namespace.SequenceEqual(Namespaces.StanzaErrors) || child.LocalName.SequenceEqual("text"u8)) continue;

            Condition = child.LocalName;
            return;
        }
    }

    /// <summary>The name of the condition's element; empty if there is none.</summary>
    public ReadOnlySpan<byte> Condition { get; }

    /// <summary>RFC 6120 §8.3.2: the same may succeed later.</summary>
    public bool IsTemporary { get; }

    /// <summary>The condition for a line of the log.</summary>
    public string Name => Condition.IsEmpty ? "none" : LogText.Of(Encoding.UTF8.GetString(Condition));

    public static ReceivedError Of(XmlElementReader stanza) =>
        stanza.TryGetChild("error"u8, Namespaces.Client, out var error) ? new ReceivedError(error) : default;
}
