using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>What RFC 6120 §8 asks of the form of a stanza, whoever sends it. Pure.</summary>
internal static class StanzaChecks
{
    /// <summary>The error that the stanza deserves, or null.</summary>
    public static StanzaError? Check(in Stanza stanza) => stanza.Kind switch
    {
        StanzaKind.Iq => CheckIq(in stanza),
        // RFC 6121 §4.7.1; an unknown type of message is a normal one (§5.2.2).
        StanzaKind.Presence when stanza.Type == StanzaType.Unknown => StanzaError.BadRequest,
        _ => null,
    };

    /// <summary>RFC 6120 §8.2.3</summary>
    private static StanzaError? CheckIq(in Stanza stanza)
    {
        if (!stanza.Header.Id.IsPresent) return StanzaError.BadRequest.Because("An IQ must have an id.");
        if (stanza.Type is StanzaType.None or StanzaType.Unknown)
        {
            return StanzaError.BadRequest.Because("The type of an IQ is get, set, result or error.");
        }

        return stanza.IsIqRequest && !HasOneChild(stanza.Element)
            ? StanzaError.BadRequest.Because("An IQ of type get or set has exactly one child element.")
            : null;
    }

    private static bool HasOneChild(XmlElementReader iq)
    {
        var count = 0;
        foreach (var _ in iq.Children) count++;
        return count == 1;
    }
}
