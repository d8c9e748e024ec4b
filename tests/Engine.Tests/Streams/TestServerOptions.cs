using Meerkat.Engine.Access;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Streams;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>What a test wants different from the usual in a <see cref="TestServer"/>.</summary>
public sealed record TestServerOptions
{
    public ClientStreamOptions Streams { get; init; } = new()
    {
        StartTls = StartTlsPolicy.Optional,
        AllowPlainWithoutTls = true,
    };

    public SaslSettings Sasl { get; init; } = new();

    public AuthenticationMethods Methods { get; init; } = AuthenticationMethods.Internal;

    public ModuleLimits Limits { get; init; } = new();

    public AccessOptions Access { get; init; } = new();

    public FailedLoginLimits FailedLogins { get; init; } = new();

    /// <summary>Of clients that have not logged in.</summary>
    public string Shaper { get; init; } = ShaperRate.None;

    /// <summary>Of both hosts.</summary>
    public ModuleOptions ModuleOptions { get; init; } = new();

    public NetOptions Net { get; init; } = new();

    public IStores Stores { get; init; } = new MemoryStores();

    public IReadOnlyList<IStage> Stages { get; init; } = [];

    public IReadOnlyList<IRoute> Routes { get; init; } = [];

    /// <summary>Registered behind the server's own.</summary>
    public IReadOnlyList<IModule> Modules { get; init; } = [];

    /// <summary>Who may administer over XMPP.</summary>
    public IReadOnlyList<string> Admins { get; init; } = [];

    /// <summary>Who may administer the own domain over XMPP.</summary>
    public IReadOnlyList<string> DomainAdmins { get; init; } = [];

    /// <summary>Errors that the test provokes and the server logs.</summary>
    public int ExpectedErrors { get; init; }
}
