namespace Meerkat.Perf.Parsers;

/// <summary>A parser at work on one corpus. One thread.</summary>
internal interface IParser : IDisposable
{
    /// <summary>Puts fresh input where the parser reads it, as a kernel does. Not timed.</summary>
    void Prepare();

    /// <summary>
    /// Parses the whole corpus and visits every node and attribute. This is what is timed. <paramref name="pieceBytes"/>
    /// is how much comes in at once; parsers that need a whole stanza or pull from a stream take no notice of it.
    /// </summary>
    void Run(int pieceBytes);

    /// <summary>What the last run counted.</summary>
    Tally Tally { get; }

    /// <summary>As <see cref="Run"/>, counting all that the parser can be made to count, however long it takes.</summary>
    Tally Check();
}
