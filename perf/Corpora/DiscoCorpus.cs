using System.Text;

namespace Meerkat.Perf.Corpora;

/// <summary>Service discovery results (XEP-0030), info and items by turns.</summary>
internal sealed class DiscoCorpus : StanzaCorpus
{
    private static readonly string[] _features =
    [
        "http://jabber.org/protocol/disco#info", "http://jabber.org/protocol/disco#items",
        "http://jabber.org/protocol/caps", "http://jabber.org/protocol/chatstates", "http://jabber.org/protocol/muc",
        "http://jabber.org/protocol/nick+notify", "jabber:iq:last", "jabber:iq:version", "jabber:x:conference",
        "urn:xmpp:avatar:metadata+notify", "urn:xmpp:bookmarks:1+notify", "urn:xmpp:carbons:2", "urn:xmpp:chat-markers:0",
        "urn:xmpp:jingle:1", "urn:xmpp:jingle:apps:rtp:1", "urn:xmpp:jingle:apps:rtp:audio",
        "urn:xmpp:jingle:transports:ice-udp:1", "urn:xmpp:mam:2", "urn:xmpp:message-correct:0", "urn:xmpp:ping",
        "urn:xmpp:receipts", "urn:xmpp:sid:0", "urn:xmpp:time", "vcard-temp",
    ];

    public override string Name => "disco";

    public override string Description => "disco#info and disco#items results";

    protected override string Stanza(SeededRandom random, int number)
    {
        var stanza = new StringBuilder();
        stanza.Append($"<iq from='{Vocabulary.FullJid(random)}' to='juliet@capulet.example/balcony' ");
        stanza.Append($"type='result' id='d{number}'>");
        if (number % 2 == 0)
            AppendInfo(stanza, random);
        else
            AppendItems(stanza, random);
        return stanza.Append("</query></iq>").ToString();
    }

    private static void AppendInfo(StringBuilder stanza, SeededRandom random)
    {
        stanza.Append("<query xmlns='http://jabber.org/protocol/disco#info' ");
        stanza.Append($"node='https://client.example#{Vocabulary.Base64(random, 20)}'>");
        stanza.Append("<identity category='client' type='pc' name='Client'/>");
        int first = random.Next(6);
        foreach (string feature in _features.AsSpan(first))
            stanza.Append($"<feature var='{feature}'/>");
        stanza.Append("<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>");
        stanza.Append("<value>urn:xmpp:dataforms:softwareinfo</value></field>");
        stanza.Append("<field var='software'><value>Client</value></field></x>");
    }

    private static void AppendItems(StringBuilder stanza, SeededRandom random)
    {
        stanza.Append("<query xmlns='http://jabber.org/protocol/disco#items'>");
        for (int i = 10 + random.Next(20); i > 0; i--)
        {
            string name = Vocabulary.Sentence(random, 12 + random.Next(20));
            stanza.Append($"<item jid='{Vocabulary.Word(random)}{i}@conference.verona.example' name='{name}'/>");
        }
    }
}
