namespace Meerkat.Engine.Modules;

/// <summary>Who may make an account by XMPP (XEP-0077). Immutable.</summary>
public sealed record RegistrationOptions
{
    /// <summary>Whether new accounts are made by clients. Closed by default: open servers are found by spammers.</summary>
    public RegistrationPolicy Policy { get; init; } = RegistrationPolicy.Closed;

    /// <summary>One new account per network address in this time. MongooseIM's registration_timeout, 600 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>Whether accounts are made by their users.</summary>
public enum RegistrationPolicy : byte
{
    Closed,
    Open,
}
