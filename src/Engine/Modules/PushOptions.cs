namespace Meerkat.Engine.Modules;

/// <summary>What push services are told (XEP-0357). Immutable.</summary>
public sealed record PushOptions
{
    /// <summary>Registrations of one account. A person has a handful of devices; the rest are installations long gone.</summary>
    public int MaxRegistrations { get; init; } = 20;

    /// <summary>Whether a notification holds the text of the message. Push services, and what is behind them, belong to
    /// somebody else.</summary>
    public bool IncludesBody { get; init; }
}
