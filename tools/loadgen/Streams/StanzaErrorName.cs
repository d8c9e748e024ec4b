using System.Text;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Streams;

/// <summary>Why a stanza was refused, as a name for reports. Stateless; any thread.</summary>
internal static class StanzaErrorName
{
    private const string Undefined = "undefined-condition";

    /// <summary>The condition of a stanza of type error (RFC 6120 §8.3.2).</summary>
    public static string Of(XmlElementReader stanza) =>
        stanza.TryGetChild("error"u8, Namespaces.Client, out var error) ? FirstChildOf(error) : Undefined;

    /// <summary>The name of the first child, which is where conditions stand.</summary>
    public static string FirstChildOf(XmlElementReader element) =>
        element.TryGetFirstChild(out var child) ? Encoding.UTF8.GetString(child.LocalName) : Undefined;
}
