using Meerkat.Engine.Routing;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>Advertises the server's own capabilities in stream features (XEP-0115 §6.3). Any turn.</summary>
[Xep("0115", "1.6.0")]
public sealed class Xep0115Capabilities : IModule
{
    private const string Namespace = "http://jabber.org/protocol/caps";

    public void Register(ModuleBuilder builder) =>
        builder.AddServerFeature(Namespace).AddStreamFeature(new Feature(builder.Host));

    private sealed class Feature(Host host) : IStreamFeature
    {
        public void Write(ref XmlWriter writer, StreamPhase phase)
        {
            if (phase == StreamPhase.BeforeTls) return;

            writer.Start("c"u8, "http://jabber.org/protocol/caps"u8);
            writer.Attribute("hash"u8, "sha-1"u8);
            writer.Attribute("node"u8, Capabilities.Node);
            writer.Attribute("ver"u8, host.Capabilities.Version);
            writer.End("c"u8);
        }
    }
}
