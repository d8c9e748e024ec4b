using Meerkat.Engine.Sasl;

namespace Meerkat.Engine.Options;

/// <summary>How the passwords of accounts are kept. Immutable.</summary>
public sealed record AccountOptions
{
    /// <summary>Rounds of PBKDF2 for new passwords; existing keys keep theirs. Clients pay for them at each login too.
    /// 10 000 is MongooseIM's default.</summary>
    public int ScramIterations { get; init; } = ScramKeyDerivation.DefaultIterations;
}
