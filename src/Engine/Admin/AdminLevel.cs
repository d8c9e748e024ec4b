namespace Meerkat.Engine.Admin;

/// <summary>How much a caller must be trusted with to run a command.</summary>
public enum AdminLevel : byte
{
    /// <summary>One domain: the command's accounts and domains must be of the caller's.</summary>
    Domain,

    /// <summary>The whole server.</summary>
    Server,
}
