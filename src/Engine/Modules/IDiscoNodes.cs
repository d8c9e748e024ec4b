using Meerkat.Engine.Routing;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>Nodes of a domain that service discovery is asked for (XEP-0030 §3.2, §4.2). Called concurrently by all turns.</summary>
public interface IDiscoNodes
{
    /// <summary>Writes identities and features into the answer; false if the node is none of these.</summary>
    bool TryWriteInfo(IqRequest request, string node, ref XmlWriter writer);

    /// <summary>Writes items into the answer; false if the node is none of these.</summary>
    bool TryWriteItems(IqRequest request, string node, ref XmlWriter writer);
}
