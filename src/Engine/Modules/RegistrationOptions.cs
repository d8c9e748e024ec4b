namespace Meerkat.Engine.Modules;

/// <summary>Who may make an account by XMPP (XEP-0077).</summary>
public sealed record RegistrationOptions
{
    /// <summary>New accounts are made by clients. Off by default: an open server is a spammer's server.</summary>
    public bool IsOpen { get; init; }

    /// <summary>One new account per network address in this time. 600 s is MongooseIM's.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Rounds of key derivation for new passwords (RFC 5802 §5.1).</summary>
    public int ScramIterations { get; init; } = Sasl.ScramKeyDerivation.DefaultIterations;
}
