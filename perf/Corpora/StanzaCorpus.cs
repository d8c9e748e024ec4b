namespace Meerkat.Perf.Corpora;

/// <summary>One long stream of stanzas of a kind.</summary>
internal abstract class StanzaCorpus : CorpusSource
{
    protected virtual string Header => ClientHeader;

    protected sealed override void Write(CorpusBuilder builder)
    {
        builder.Header(Header);
        for (int i = 0; !builder.IsFull; i++)
            builder.Stanza(Stanza(builder.Random, i));
        builder.Close();
    }

    protected abstract string Stanza(SeededRandom random, int number);
}
