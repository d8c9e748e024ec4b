namespace Meerkat.Engine.Modules;

/// <summary>Messages for users who are not there (XEP-0160). Immutable.</summary>
public sealed record OfflineOptions
{
    /// <summary>Messages kept for one account. 100 is MongooseIM's.</summary>
    public int MaxMessages { get; init; } = 100;
}
