namespace Meerkat.Perf.Corpora;

/// <summary>Writes one kind of traffic. The same size gives the same bytes everywhere.</summary>
internal abstract class CorpusSource
{
    protected const string ClientHeader =
        "<?xml version='1.0'?><stream:stream from='juliet@capulet.example' to='capulet.example' version='1.0' xml:lang='en' "
        + "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    protected const string ServerHeader =
        "<?xml version='1.0'?><stream:stream from='capulet.example' id='b3b6d8f7-9a1e-4d0c-8d35-5e6f1f0c2a41' version='1.0' "
        + "xml:lang='en' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it is made of.</summary>
    public abstract string Description { get; }

    public Corpus Create(int sizeBytes)
    {
        var builder = new CorpusBuilder(sizeBytes);
        Write(builder);
        return builder.Build(Name);
    }

    protected abstract void Write(CorpusBuilder builder);
}
