using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>Writes <c>stream:features</c> (RFC 6120 §4.3.2): what the client may do next.</summary>
internal static class FeatureWriter
{
    public static void Write(
        ByteBuffer output, ClientStreams streams, Host host, StreamPhase phase, in SaslConditions conditions)
    {
        var writer = new XmlWriter(output);
        writer.Start("stream:features"u8);
        switch (phase)
        {
            case StreamPhase.BeforeTls:
                WriteStartTls(ref writer, streams.Options.StartTls);
                break;
            case StreamPhase.BeforeAuthentication:
                WriteStartTlsIfOffered(ref writer, streams, in conditions);
                WriteMechanisms(ref writer, streams.Sasl, in conditions);
                break;
            case StreamPhase.BeforeBinding:
                writer.Empty("bind"u8, Namespaces.Bind);
                WriteLegacySession(ref writer);
                break;
        }

        foreach (var feature in host.StreamFeatures) feature.Write(ref writer, phase);
        writer.End("stream:features"u8);
    }

    private static void WriteStartTlsIfOffered(
        ref XmlWriter writer, ClientStreams streams, in SaslConditions conditions)
    {
        if (streams.Tls is not null && !conditions.IsEncrypted) WriteStartTls(ref writer, streams.Options.StartTls);
    }

    /// <summary>RFC 6120 §5.3.1</summary>
    private static void WriteStartTls(ref XmlWriter writer, StartTlsPolicy policy)
    {
        writer.Start("starttls"u8, Namespaces.Tls);
        if (policy == StartTlsPolicy.Required) writer.Empty("required"u8);
        writer.End("starttls"u8);
    }

    /// <summary>RFC 6120 §6.3.3, XEP-0440 §3</summary>
    private static void WriteMechanisms(ref XmlWriter writer, SaslMechanisms sasl, in SaslConditions conditions)
    {
        var offered = sasl.Offered(in conditions);
        if (offered.Count == 0) return;

        writer.Start("mechanisms"u8, Namespaces.Sasl);
        foreach (var mechanism in offered) writer.Element("mechanism"u8, mechanism.Name);
        writer.End("mechanisms"u8);

        var bindings = sasl.OfferedChannelBindings(in conditions);
        if (bindings.IsEmpty) return;

        writer.Start("sasl-channel-binding"u8, "urn:xmpp:sasl-cb:0"u8);
        foreach (var binding in bindings)
        {
            writer.Start("channel-binding"u8);
            writer.Attribute("type"u8, binding.ToName());
            writer.End("channel-binding"u8);
        }

        writer.End("sasl-channel-binding"u8);
    }

    /// <summary>RFC 6121 dropped the session request; "optional" tells newer clients to leave it out.</summary>
    private static void WriteLegacySession(ref XmlWriter writer)
    {
        writer.Start("session"u8, Namespaces.Session);
        writer.Empty("optional"u8);
        writer.End("session"u8);
    }
}
