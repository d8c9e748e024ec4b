using Meerkat.Engine.Streams;

namespace Meerkat.Engine.Options;

/// <summary>
/// Everything an operator can set. Made once at start from the configuration file and the command line; immutable, any
/// thread.
/// </summary>
public sealed record ServerOptions
{
    private static readonly string[] _defaultDomains = ["localhost"];

    /// <summary>The domains served, prepared as RFC 7622 wants them. At least one; the default is for a first try.</summary>
    public IReadOnlyList<string> Domains { get; init; } = _defaultDomains;

    /// <summary>True if the operator has said which domains are served.</summary>
    public bool NamesDomains => !ReferenceEquals(Domains, _defaultDomains);

    /// <summary>Who gives way when a resource is bound twice. MongooseIM and Prosody end the old session too.</summary>
    public ResourceConflictPolicy ResourceConflict { get; init; } = ResourceConflictPolicy.KickOld;

    public ListenOptions Listen { get; init; } = new();

    public ClientTlsOptions Tls { get; init; } = new();

    public AccountOptions Accounts { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    public StorageOptions Storage { get; init; } = new();

    public DiagnosticsOptions Diagnostics { get; init; } = new();

    public TuningOptions Tuning { get; init; } = new();

    /// <summary>All mistakes in how the options fit together; empty if the server can start with them.</summary>
    public IReadOnlyList<OptionMistake> Validate() =>
    [
        .. ValidateDomains(),
        .. Listen.Validate(),
        .. Tls.Validate(),
        .. Limits.Validate(),
    ];

    private IEnumerable<OptionMistake> ValidateDomains()
    {
        if (Domains.Count == 0) yield return new(["server.domains"], "there is no domain to serve; name at least one");
        foreach (var twice in Domains.GroupBy(domain => domain).Where(group => group.Count() > 1))
        {
            yield return new(["server.domains"], $"the domain {twice.Key} is listed twice; remove one");
        }
    }
}
