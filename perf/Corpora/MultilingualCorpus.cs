using System.Text;

namespace Meerkat.Perf.Corpora;

/// <summary>Messages of about 1 KB in many scripts, with references, and with what clients add to a message today.</summary>
internal sealed class MultilingualCorpus : StanzaCorpus
{
    private const int BodyBytes = 1024;

    private static readonly string[] _phrases =
    [
        "Can we move the review to Thursday &amp; keep the room? ",
        "Встретимся у вокзала в семь, хорошо? ",
        "Напиши, когда будешь дома; я &quot;почти&quot; готов. ",
        "明天下午三点开会，请带上报告。",
        "会議は来週の月曜日に変更されました。",
        "회의실은 3층에 있습니다. ",
        "😀🎉 ça marche très bien, merci ! ",
        "That&apos;s 3 &lt; 4, isn&apos;t it? ",
        "Žluťoučký kůň &#x2014; größer als gestern. ",
        "👩‍💻 pushed the fix &#x1F680; have a look ",
        "Η συνάντηση αναβάλλεται. ",
        "https://verona.example/track?id=42&amp;lang=it ",
    ];

    public override string Name => "multilingual";

    public override string Description => "messages, 1 KB body in many scripts with references";

    protected override string Stanza(SeededRandom random, int number) =>
        $"<message from='{Vocabulary.FullJid(random)}' to='{Vocabulary.BareJid(random)}' type='chat' "
        + $"id='{Vocabulary.Uuid(random)}' xml:lang='en'><body>{Body(random)}</body>"
        + $"<origin-id xmlns='urn:xmpp:sid:0' id='{Vocabulary.Uuid(random)}'/>"
        + "<active xmlns='http://jabber.org/protocol/chatstates'/><markable xmlns='urn:xmpp:chat-markers:0'/>"
        + "<request xmlns='urn:xmpp:receipts'/></message>";

    private static string Body(SeededRandom random)
    {
        var body = new StringBuilder();
        for (int bytes = 0; bytes < BodyBytes;)
        {
            string phrase = random.Pick(_phrases);
            body.Append(phrase);
            bytes += Encoding.UTF8.GetByteCount(phrase);
        }

        return body.ToString();
    }
}
