namespace Meerkat.Perf.Corpora;

/// <summary>PubSub items (XEP-0060) with 100 KB of base64 each, as avatars (XEP-0084) are published.</summary>
internal sealed class PubSubCorpus : StanzaCorpus
{
    private const int PayloadBytes = 75_000;

    public override string Name => "pubsub";

    public override string Description => "pubsub items, 100 KB base64 payload";

    protected override string Stanza(SeededRandom random, int number) =>
        $"<iq type='set' id='p{number}'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
        + $"<publish node='urn:xmpp:avatar:data'><item id='{Vocabulary.Hex(random, 40)}'><data xmlns='urn:xmpp:avatar:data'>"
        + $"{Vocabulary.Base64(random, PayloadBytes)}</data></item></publish></pubsub></iq>";
}
