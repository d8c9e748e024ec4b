using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Parsers;

/// <summary>Walks what our scanner tells, and sums it up: as much of it as another parser is asked for.</summary>
internal interface ISumVisitor<TSelf> : IXmlHandler
    where TSelf : struct, ISumVisitor<TSelf>
{
    /// <param name="resolved">Where a value with references is resolved, as large as the largest.</param>
    static abstract TSelf Create(byte[] resolved);

    static abstract Tally TallyOf(in Sums sums);

    Sums Total { get; }

    void OnStreamEnd();
}
