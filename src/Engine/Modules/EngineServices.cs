using Meerkat.Engine.Access;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Components;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Net;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Modules;

/// <summary>What modules are built from: one set per process, handed to their constructors.</summary>
public sealed class EngineServices
{
    public required HostTable Hosts { get; init; }

    public required SessionTable Sessions { get; init; }

    public required Router Router { get; init; }

    public required ServerSender Server { get; init; }

    public required ServerRequests Requests { get; init; }

    public required RosterService Rosters { get; init; }

    public required BlocklistService Blocklists { get; init; }

    public required IStores Stores { get; init; }

    public required ComponentRegistry Components { get; init; }

    public required TurnPool Turns { get; init; }

    public required JidPreparer Jids { get; init; }

    /// <summary>What a shutdown waits for.</summary>
    public DetachedWork Work { get; init; } = new();

    public required ServerMetrics Metrics { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>When the server was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required PasswordWorker Passwords { get; init; }

    /// <summary>Rounds of key derivation for new passwords (RFC 5802 §5.1).</summary>
    public int ScramIterations { get; init; } = ScramKeyDerivation.DefaultIterations;

    /// <summary>Who may administer the server over XMPP: by default nobody.</summary>
    public AdminAccess Admin { get; init; } = new([], []);

    public required ModuleLimits Limits { get; init; }

    public required AccessControl Access { get; init; }

    /// <summary>Who has registered an account of late: of all hosts together, and whatever becomes of their modules.</summary>
    internal RegistrationRate Registrations { get; } = new();

    public required ILoggerFactory Loggers { get; init; }
}
