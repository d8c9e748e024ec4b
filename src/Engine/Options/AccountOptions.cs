using Meerkat.Engine.Sasl;

namespace Meerkat.Engine.Options;

/// <summary>How accounts come to be and how their passwords are kept. Immutable.</summary>
public sealed record AccountOptions
{
    /// <summary>Whether anyone may register an account (XEP-0077). Closed by default: open servers are found by
    /// spammers.</summary>
    public RegistrationPolicy Registration { get; init; } = RegistrationPolicy.Closed;

    /// <summary>An address may register one account in this time. MongooseIM's registration_timeout, 600 s.</summary>
    public TimeSpan RegistrationInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Rounds of PBKDF2 for new passwords; existing keys keep theirs. Clients pay for them at each login too.
    /// 10 000 is MongooseIM's default.</summary>
    public int ScramIterations { get; init; } = ScramKeyDerivation.DefaultIterations;
}

/// <summary>Whether accounts are made by their users.</summary>
public enum RegistrationPolicy : byte
{
    Closed,
    Open,
}
