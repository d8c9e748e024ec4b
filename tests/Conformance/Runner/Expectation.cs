using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Meerkat.Conformance.Runner;

/// <summary>Parses the XML a step expects: several elements, the start tag of a stream, or its end.</summary>
internal static partial class Expectation
{
    private const string Envelope = "<script xmlns='{1}' xmlns:stream='http://etherx.jabber.org/streams'>{0}</script>";

    /// <summary>What has no namespace of its own is in that of the stream's content.</summary>
    public static List<XElement> Parse(string text, XNamespace content)
    {
        var xml = StreamHeader().Replace(text, "<$1/>").Replace("</stream:stream>", "<stream-closed xmlns=''/>", StringComparison.Ordinal);
        return [.. XElement.Parse(Envelope.Replace("{1}", content.NamespaceName, StringComparison.Ordinal).Replace("{0}", xml, StringComparison.Ordinal), LoadOptions.PreserveWhitespace).Elements()];
    }

    /// <summary>RFC 6120 §4.9.1.1: a stream error, then the end of the stream, then of the connection.</summary>
    public static List<XElement> StreamError(string condition) =>
    [
        .. Parse($"<stream:error><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>{{...}}</stream:error></stream:stream>", "jabber:client"),
        new XElement(XmppConnection.ConnectionClosed),
    ];

    [GeneratedRegex(@"<(stream:stream(\s[^>]*)?)>")]
    private static partial Regex StreamHeader();
}
