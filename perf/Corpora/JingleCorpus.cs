using System.Text;

namespace Meerkat.Perf.Corpora;

/// <summary>Jingle session-initiate (XEP-0166, 0167, 0176) of an audio and video call with 40 ICE candidates.</summary>
internal sealed class JingleCorpus : StanzaCorpus
{
    private const int CandidatesPerContent = 20;

    public override string Name => "jingle";

    public override string Description => "session-initiate, 40 ICE candidates";

    protected override string Stanza(SeededRandom random, int number)
    {
        string initiator = Vocabulary.FullJid(random);
        var stanza = new StringBuilder();
        stanza.Append($"<iq from='{initiator}' to='{Vocabulary.FullJid(random)}' type='set' id='j{number}'>");
        stanza.Append("<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' ");
        stanza.Append($"initiator='{initiator}' sid='{Vocabulary.Id(random)}'>");
        AppendContent(stanza, random, "audio", "<payload-type id='111' name='opus' clockrate='48000' channels='2'>"
            + "<parameter name='useinbandfec' value='1'/></payload-type><payload-type id='0' name='PCMU' clockrate='8000'/>");
        AppendContent(stanza, random, "video", "<payload-type id='96' name='VP8' clockrate='90000'>"
            + "<rtcp-fb xmlns='urn:xmpp:jingle:apps:rtp:rtcp-fb:0' type='nack' subtype='pli'/></payload-type>");
        return stanza.Append("</jingle></iq>").ToString();
    }

    private static void AppendContent(StringBuilder stanza, SeededRandom random, string media, string payloads)
    {
        stanza.Append($"<content creator='initiator' name='{media}' senders='both'>");
        stanza.Append($"<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='{media}'>{payloads}");
        stanza.Append("<rtcp-mux/></description><transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' ");
        stanza.Append($"pwd='{Vocabulary.Id(random)}' ufrag='{Vocabulary.Id(random)[..8]}'>");
        for (int i = 0; i < CandidatesPerContent; i++)
            AppendCandidate(stanza, random, i);
        stanza.Append("<fingerprint xmlns='urn:xmpp:jingle:apps:dtls:0' hash='sha-256' setup='actpass'>");
        for (int i = 0; i < 32; i++)
            stanza.Append(i == 0 ? "" : ":").Append($"{random.Next(256):X2}");
        stanza.Append("</fingerprint></transport></content>");
    }

    private static void AppendCandidate(StringBuilder stanza, SeededRandom random, int number)
    {
        bool isHost = number % 3 == 0;
        stanza.Append($"<candidate component='{1 + (number % 2)}' foundation='{random.Next(100000)}' generation='0' ");
        stanza.Append($"id='{Vocabulary.Id(random)[..10]}' ip='192.0.2.{random.Next(256)}' network='{random.Next(4)}' ");
        stanza.Append($"port='{1024 + random.Next(60000)}' priority='{random.Next(int.MaxValue)}' protocol='udp' ");
        stanza.Append(isHost
            ? "type='host'/>"
            : $"rel-addr='10.0.1.{random.Next(256)}' rel-port='{1024 + random.Next(60000)}' type='srflx'/>");
    }
}
