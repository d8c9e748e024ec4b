using System.Text;
using System.Xml;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>What System.Xml says of a whole stream, in the events of the case file.</summary>
internal static class XmlReaderOracle
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly XmlReaderSettings _settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        ConformanceLevel = ConformanceLevel.Document,
        CheckCharacters = true,
    };

    /// <summary>The events of a well-formed document, or null.</summary>
    public static IReadOnlyList<StreamEvent>? Read(byte[] document)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(_strict.GetString(document)), _settings);
            return StreamFeeder.WithoutStreamWhiteSpace(Events(reader));
        }
        catch (Exception error) when (error is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static List<StreamEvent> Events(XmlReader reader)
    {
        var events = new List<StreamEvent>();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    bool isEmpty = reader.IsEmptyElement;
                    (string ns, string name) = (reader.NamespaceURI, reader.LocalName);
                    events.Add(Start(reader));
                    if (isEmpty)
                        events.Add(StreamEvent.End(ns, name));
                    break;
                case XmlNodeType.EndElement:
                    events.Add(StreamEvent.End(reader.NamespaceURI, reader.LocalName));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    if (reader.Depth > 0 && reader.Value.Length > 0)
                        events.Add(StreamEvent.Text(reader.Value));
                    break;
            }
        }

        return events;
    }

    private static StreamEvent Start(XmlReader reader)
    {
        (string ns, string name, string prefix) = (reader.NamespaceURI, reader.LocalName, reader.Prefix);
        var attributes = new List<string[]>();
        var declarations = new List<string[]>();
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI == "http://www.w3.org/2000/xmlns/")
                declarations.Add([reader.Prefix.Length == 0 ? "" : reader.LocalName, reader.Value]);
            else
                attributes.Add([reader.NamespaceURI, reader.LocalName, reader.Prefix, reader.Value]);
        }

        return StreamEvent.Start(ns, name, prefix, attributes, declarations);
    }
}
