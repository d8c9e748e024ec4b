namespace Meerkat.Engine.Access;

/// <summary>How many logins may fail from one address, and what follows. Immutable.</summary>
public sealed record FailedLoginLimits
{
    /// <summary>Failures in <see cref="Window"/>; 0: no limit.</summary>
    // Every other second, or five clients with an old password that try again every ten seconds: behind the one address of a
    // university there are a few such, and most clients ask their user instead. Guessing at that speed takes a week for a
    // list of 100,000 passwords.
    public int MaxPerAddress { get; init; } = 300;

    /// <summary>Counted from the first failure. fail2ban's is 10 min.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long nobody logs in from an address with too many failures. fail2ban's is 10 min.</summary>
    public TimeSpan Lockout { get; init; } = TimeSpan.FromMinutes(10);
}
