using System.Text;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Writes down what a scanner tells its handler, in the events of the case file.</summary>
internal readonly struct EventRecorder(List<StreamEvent> events) : IXmlHandler
{
    public void OnStartElement(scoped in XmlStartTag tag)
    {
        var attributes = new List<string[]>();
        var declarations = new List<string[]>();
        foreach (XmlTagAttribute attribute in tag.Attributes)
        {
            string value = attribute.Value.ToString();
            string prefix = Samples.String(attribute.Prefix);
            string localName = Samples.String(attribute.LocalName);
            Assert.Equal(Qualified(prefix, localName), Samples.String(attribute.Name));
            if (attribute.IsNamespaceDeclaration)
                declarations.Add([prefix.Length == 0 ? "" : localName, value]);
            else
                attributes.Add([Samples.String(attribute.Namespace), localName, prefix, value]);
        }

        string tagPrefix = Samples.String(tag.Prefix);
        string tagName = Samples.String(tag.LocalName);
        Assert.Equal(Qualified(tagPrefix, tagName), Samples.String(tag.Name));
        events.Add(StreamEvent.Start(Samples.String(tag.Namespace), tagName, tagPrefix, attributes, declarations));
    }

    public void OnEndElement(scoped in XmlEndTag tag) =>
        events.Add(StreamEvent.End(Samples.String(tag.Namespace), Samples.String(tag.LocalName)));

    public void OnText(scoped ReadOnlySpan<byte> text) => events.Add(StreamEvent.Text(Encoding.UTF8.GetString(text)));

    private static string Qualified(string prefix, string localName) => prefix.Length == 0 ? localName : $"{prefix}:{localName}";
}
