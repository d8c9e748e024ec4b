using Meerkat.Engine.Streams;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>Something a module advertises in stream features (RFC 6120 §4.3.2). Called concurrently; must not block.</summary>
public interface IStreamFeature
{
    void Write(ref XmlWriter writer, StreamPhase phase);
}
