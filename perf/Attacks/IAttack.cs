using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Attacks;

/// <summary>Something a hostile peer does to the TLS port.</summary>
internal interface IAttack
{
    string Name { get; }

    /// <summary>What the server is started with besides.</summary>
    IReadOnlyList<string> ServerArguments { get; }

    /// <summary>Goes on until every connection has ended.</summary>
    Task RunAsync(MeerkatServer server, EndTally ends);
}
