namespace Meerkat.LoadGen.Tests.Fakes;

/// <summary>What a <see cref="FakeServer"/> offers, and what it does wrong with every n-th message.</summary>
internal sealed record FakeBehaviour
{
    public FakeFault Fault { get; init; }

    public int EveryNth { get; init; } = 100;

    public string[] Mechanisms { get; init; } = ["PLAIN", "SCRAM-SHA-1"];

    public bool OffersStartTls { get; init; }

    public bool IsDirectTls { get; init; }

    /// <summary>Requires the session of RFC 3921.</summary>
    public bool RequiresSession { get; init; }

    /// <summary>Accepts connections and says nothing.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The error stanza that answers resource binding; empty for none.</summary>
    public string BindError { get; init; } = "";

    /// <summary>Whether a resource binding is refused with a conflict, by its number from 1.</summary>
    public Func<int, bool> RefusesBinding { get; init; } = static _ => false;

    /// <summary>Proves in SCRAM that it does not know the password.</summary>
    public bool HasWrongKeys { get; init; }

    /// <summary>Sends a ping to each user after login and counts on an answer.</summary>
    public bool Pings { get; init; }

    /// <summary>Called at each resource binding.</summary>
    public Action OnBound { get; init; } = static () => { };

    /// <summary>Answers requests for subscription itself, with this error, once so many exist.</summary>
    public int MaxSubscriptions { get; init; } = int.MaxValue;

    /// <summary>Says nothing to what is no XML.</summary>
    public bool IsSilentAboutGarbage { get; init; }

    /// <summary>Sends everything one byte at a time.</summary>
    public bool IsBytewise { get; init; }
}

/// <summary>One way to do wrong.</summary>
internal enum FakeFault
{
    None,
    Drop,
    Duplicate,

    /// <summary>Sends it behind the next one to the same receiver.</summary>
    Delay,
    Corrupt,

    /// <summary>Sends it back to its sender.</summary>
    Misroute,
    Bounce,

    /// <summary>Ends the sender's stream with an error.</summary>
    Disconnect,
}
