namespace Meerkat.Engine.Tests.Routing;

/// <summary>What somebody does with every stanza that arrives, whatever it is.</summary>
internal enum Reaction
{
    Silence,

    /// <summary>An error, to errors and results too.</summary>
    Refuse,

    /// <summary>An IQ result, to messages and presence too. Not to results and errors: two peers that took every answer for
    /// a question would talk for ever, without the server's doing.</summary>
    Accept,

    /// <summary>The stanza itself, back to its sender.</summary>
    Mirror,
}
