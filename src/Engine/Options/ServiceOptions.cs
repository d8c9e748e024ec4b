namespace Meerkat.Engine.Options;

/// <summary>What the services of the node are set to, but for those with a table of their own. Immutable.</summary>
public sealed record ServiceOptions
{
    /// <summary>Threads of the service <c>passwords</c>; 0: half the processors.</summary>
    public int PasswordThreads { get; init; }
}
