using System.Text;

namespace Meerkat.Perf.Corpora;

/// <summary>Roster results (RFC 6121 §2.1.4) of 500 items.</summary>
internal sealed class RosterCorpus : StanzaCorpus
{
    private const int Items = 500;

    private static readonly string[] _groups =
        ["Friends", "Family", "Colleagues", "Verona &amp; Mantua", "Театр", "Book club"];

    private static readonly string[] _subscriptions = ["both", "both", "both", "to", "from", "none"];

    public override string Name => "roster";

    public override string Description => "roster results, 500 items";

    protected override string Header => ServerHeader;

    protected override string Stanza(SeededRandom random, int number)
    {
        var stanza = new StringBuilder();
        stanza.Append($"<iq to='{Vocabulary.FullJid(random)}' type='result' id='roster{number}'>");
        stanza.Append($"<query xmlns='jabber:iq:roster' ver='{number}'>");
        for (int i = 0; i < Items; i++)
            AppendItem(stanza, random);
        return stanza.Append("</query></iq>").ToString();
    }

    private static void AppendItem(StringBuilder stanza, SeededRandom random)
    {
        stanza.Append($"<item jid='{Vocabulary.BareJid(random)}' ");
        stanza.Append($"name='{Vocabulary.User(random)} {Vocabulary.Word(random)}' subscription='{random.Pick(_subscriptions)}'>");
        for (int i = random.Next(3); i >= 0; i--)
            stanza.Append($"<group>{random.Pick(_groups)}</group>");
        stanza.Append("</item>");
    }
}
