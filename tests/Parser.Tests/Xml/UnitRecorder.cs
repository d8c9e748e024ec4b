using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Writes down what readers find in the units of a stream, in the events of the case file.</summary>
internal sealed class UnitRecorder(List<StreamEvent> events)
{
    private StreamEvent? _rootEnd;

    public void Add(XmlScanStatus status, ReadOnlySpan<byte> unit, StreamScope scope)
    {
        switch (status)
        {
            case XmlScanStatus.StreamHeader:
                _rootEnd = AddStart(new XmlElementReader(unit, scope));
                break;
            case XmlScanStatus.Element:
                Walk(new XmlElementReader(unit, scope));
                break;
            case XmlScanStatus.Text:
                events.Add(StreamEvent.Text(XmlValue.OfText(unit).ToString()));
                break;
            case XmlScanStatus.StreamEnd:
                events.Add(_rootEnd!);
                break;
        }
    }

    private void Walk(XmlElementReader element)
    {
        StreamEvent end = AddStart(element);
        ReadOnlySpan<byte> inner = element.InnerXml;
        foreach (XmlElementReader child in element.Children)
        {
            inner.Overlaps(child.OuterXml, out int start);
            AddText(inner[..start]);
            Walk(child);
            inner = inner[(start + child.OuterXml.Length)..];
        }

        AddText(inner);
        events.Add(end);
    }

    private void AddText(ReadOnlySpan<byte> raw)
    {
        string text = XmlValue.OfText(raw).ToString();
        if (text.Length > 0)
            events.Add(StreamEvent.Text(text));
    }

    // Returns the event of its end.
    private StreamEvent AddStart(XmlElementReader element)
    {
        var attributes = new List<string[]>();
        var declarations = new List<string[]>();
        foreach (XmlAttribute attribute in element.Attributes)
        {
            string value = attribute.Value.ToString();
            string prefix = Samples.String(attribute.Prefix);
            string localName = Samples.String(attribute.LocalName);
            if (attribute.IsNamespaceDeclaration)
                declarations.Add([prefix.Length == 0 ? "" : localName, value]);
            else
                attributes.Add([Samples.String(attribute.Namespace), localName, prefix, value]);
        }

        string ns = Samples.String(element.Namespace);
        string name = Samples.String(element.LocalName);
        events.Add(StreamEvent.Start(ns, name, Samples.String(element.Prefix), attributes, declarations));
        return StreamEvent.End(ns, name);
    }
}
