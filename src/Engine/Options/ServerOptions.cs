using System.Collections.Immutable;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tls;

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

    /// <summary>Groups of component listeners, each with settings of its own. Never empty: flags speak of the last.</summary>
    public IReadOnlyList<ComponentOptions> Components { get; init; } = [new()];

    public ClientTlsOptions Tls { get; init; } = new();

    public AuthenticationOptions Authentication { get; init; } = new();

    public AccountOptions Accounts { get; init; } = new();

    /// <summary>The modules of hosts that have no options of their own.</summary>
    public ModuleOptions Modules { get; init; } = new();

    /// <summary>The modules of hosts that have options of their own, by domain.</summary>
    public ImmutableDictionary<string, ModuleOptions> HostModules { get; init; } =
        ImmutableDictionary<string, ModuleOptions>.Empty;

    public ServiceOptions Services { get; init; } = new();

    /// <summary>Who may do what.</summary>
    public AccessOptions Access { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    public AdminOptions Admin { get; init; } = new();

    public MetricsOptions Metrics { get; init; } = new();

    public StorageOptions Storage { get; init; } = new();

    public DiagnosticsOptions Diagnostics { get; init; } = new();

    public TuningOptions Tuning { get; init; } = new();

    /// <summary>The modules of a served host.</summary>
    public ModuleOptions ModulesOf(string domain) => HostModules.GetValueOrDefault(domain, Modules);

    /// <summary>All mistakes in how the options fit together; empty if the server can start with them.</summary>
    public IReadOnlyList<OptionMistake> Validate() =>
    [
        .. ValidateDomains(),
        .. Listen.Validate(),
        .. Components.SelectMany(group => group.Validate(Limits)),
        .. ValidateComponentEndpoints(),
        .. Tls.Validate(),
        .. Authentication.Validate(),
        .. ValidateMethods(),
        .. ValidateModules(),
        .. Access.Validate(Listen.C2sShaper, Components),
        .. Limits.Validate(),
        .. Admin.Validate(),
    ];

    private IEnumerable<OptionMistake> ValidateMethods()
    {
        if (Authentication.Has(AuthenticationMethods.Pki) && Tls.ClientCertificate == ClientCertificatePolicy.None)
        {
            yield return new(
                ["auth.methods", "tls.client_certificate"],
                "nobody logs in by certificate while clients are not asked for one; set tls.client_certificate to request or require");
        }

        foreach (var (key, methods) in new[] { ("listen.c2s_auth_methods", Listen.C2sMethods), ("listen.c2s_tls_auth_methods", Listen.C2sTlsMethods) })
        {
            if (methods.Count > 0 && !methods.Any(Authentication.Has))
                yield return new([key, "auth.methods"], "none of these methods is among auth.methods, so nobody could log in there");
        }
    }

    private IEnumerable<OptionMistake> ValidateComponentEndpoints()
    {
        var clients = Listen.C2s.Concat(Listen.C2sTls).ToList();
        var components = Components.SelectMany(group => group.Listen.Concat(group.HiddenListen)).Where(endPoint => endPoint.Port != 0);
        foreach (var endPoint in components.GroupBy(endPoint => endPoint))
        {
            if (clients.Contains(endPoint.Key))
                yield return new(["components.listen", "listen.c2s"], $"clients connect to {endPoint.Key} already; choose another port");
            else if (endPoint.Count() > 1)
                yield return new(["components.listen"], $"the endpoint {endPoint.Key} is listed twice; remove one");
        }
    }

    private IEnumerable<OptionMistake> ValidateModules()
    {
        if (!Domains.All(HostModules.ContainsKey))
        {
            foreach (var mistake in Validate(Modules)) yield return mistake;
        }

        foreach (var domain in Domains.Distinct().Where(HostModules.ContainsKey))
        {
            foreach (var mistake in Validate(HostModules[domain])) yield return mistake with { Domain = domain };
        }
    }

    private IEnumerable<OptionMistake> Validate(ModuleOptions modules)
    {
        foreach (var (user, needed) in ModulePlan.SwitchedOff(ModuleList.All, modules))
        {
            yield return new(
                [$"modules.{needed}.enabled", $"modules.{user}.enabled"],
                $"the module {user} needs it; switch off {user} too, or leave {needed} on");
        }

        if (modules.Register.Policy == RegistrationPolicy.Open && !Authentication.Has(AuthenticationMethods.Internal))
        {
            yield return new(
                ["modules.register.policy", "auth.methods"],
                "accounts that clients register have passwords, which need the method internal");
        }
    }

    private IEnumerable<OptionMistake> ValidateDomains()
    {
        if (Domains.Count == 0) yield return new(["server.domains"], "there is no domain to serve; name at least one");
        foreach (var twice in Domains.GroupBy(domain => domain).Where(group => group.Count() > 1))
        {
            yield return new(["server.domains"], $"the domain {twice.Key} is listed twice; remove one");
        }

        foreach (var domain in HostModules.Keys.Except(Domains).Order(StringComparer.Ordinal))
        {
            yield return new(["server.domains"], $"there are modules for the host {domain}, which is not served; name it here")
            {
                Domain = domain,
            };
        }
    }
}
