namespace Meerkat.Perf.Corpora;

/// <summary>Presence as clients broadcast it: entity capabilities (XEP-0115), an avatar hash (XEP-0153), a status.</summary>
internal sealed class PresenceCorpus : StanzaCorpus
{
    private static readonly string[] _shows = ["away", "chat", "dnd", "xa"];

    private static readonly string[] _nodes =
        ["https://gajim.org", "http://conversations.im", "https://dino.im", "http://psi-im.org", "https://monal-im.org/"];

    public override string Name => "presence";

    public override string Description => "presence with entity capabilities and avatar hash";

    protected override string Stanza(SeededRandom random, int number) =>
        $"<presence from='{Vocabulary.FullJid(random)}' to='{Vocabulary.BareJid(random)}'>"
        + (random.Next(2) == 0 ? $"<show>{random.Pick(_shows)}</show>" : "")
        + (random.Next(3) == 0 ? $"<status>{Vocabulary.Sentence(random, 20 + random.Next(30))}</status>" : "")
        + $"<priority>{random.Next(50)}</priority>"
        + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' "
        + $"node='{random.Pick(_nodes)}' ver='{Vocabulary.Base64(random, 20)}'/>"
        + $"<x xmlns='vcard-temp:x:update'><photo>{Vocabulary.Hex(random, 40)}</photo></x></presence>";
}
