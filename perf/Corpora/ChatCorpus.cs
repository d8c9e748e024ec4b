namespace Meerkat.Perf.Corpora;

/// <summary>The shortest stanza that matters: a chat message with a body of 64 bytes.</summary>
internal sealed class ChatCorpus : StanzaCorpus
{
    public override string Name => "chat";

    public override string Description => "chat messages, 64-byte body";

    protected override string Stanza(SeededRandom random, int number) =>
        $"<message to='{Vocabulary.BareJid(random)}' type='chat' id='m{number}'>"
        + $"<body>{Vocabulary.Sentence(random, 64)}</body></message>";
}
