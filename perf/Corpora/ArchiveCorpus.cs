using System.Text;

namespace Meerkat.Perf.Corpora;

/// <summary>Pages of an archive (XEP-0313): 50 results, each a forwarded message with its delay, then the page's end.</summary>
internal sealed class ArchiveCorpus : StanzaCorpus
{
    private const int PageSize = 50;

    public override string Name => "mam";

    public override string Description => "archive pages: forwarded messages with delay";

    protected override string Header => ServerHeader;

    protected override string Stanza(SeededRandom random, int number) =>
        number % (PageSize + 1) == PageSize ? EndOfPage(random, number) : Result(random, number);

    private static string Result(SeededRandom random, int number)
    {
        string from = Vocabulary.BareJid(random);
        var stanza = new StringBuilder();
        stanza.Append($"<message to='juliet@capulet.example/balcony' from='{from}'>");
        stanza.Append($"<result xmlns='urn:xmpp:mam:2' queryid='q{number / (PageSize + 1)}' id='{Vocabulary.Id(random)}'>");
        stanza.Append("<forwarded xmlns='urn:xmpp:forward:0'>");
        stanza.Append($"<delay xmlns='urn:xmpp:delay' stamp='{Vocabulary.Timestamp(random)}'/>");
        stanza.Append($"<message xmlns='jabber:client' from='{from}/phone' to='juliet@capulet.example' type='chat' ");
        stanza.Append($"id='{Vocabulary.Uuid(random)}'><body>{Vocabulary.Sentence(random, 20 + random.Next(160))}</body>");
        stanza.Append($"<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@capulet.example' id='{Vocabulary.Id(random)}'/>");
        stanza.Append("<markable xmlns='urn:xmpp:chat-markers:0'/></message></forwarded></result></message>");
        return stanza.ToString();
    }

    private static string EndOfPage(SeededRandom random, int number) =>
        $"<iq type='result' to='juliet@capulet.example/balcony' id='q{number / (PageSize + 1)}'><fin xmlns='urn:xmpp:mam:2'>"
        + $"<set xmlns='http://jabber.org/protocol/rsm'><first index='0'>{Vocabulary.Id(random)}</first>"
        + $"<last>{Vocabulary.Id(random)}</last><count>{random.Next(10000)}</count></set></fin></iq>";
}
