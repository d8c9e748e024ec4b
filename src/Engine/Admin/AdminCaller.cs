using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Who runs a command, as far as that was proved. Immutable.</summary>
/// <param name="Name">For the log: an address, or the way in.</param>
/// <param name="Domain">The domain that the caller may administer; null: all of the server.</param>
public sealed record AdminCaller(string Name, Jid? Domain = null)
{
    public AdminLevel Level => Domain is null ? AdminLevel.Server : AdminLevel.Domain;
}
