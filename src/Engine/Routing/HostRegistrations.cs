using System.Collections.Immutable;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Modules;

namespace Meerkat.Engine.Routing;

/// <summary>
/// What the modules of a host have registered. Filled by a <see cref="ModuleBuilder"/>, read-only from when the host has it:
/// a change makes another. Any thread.
/// </summary>
public sealed class HostRegistrations
{
    internal HostRegistrations()
    {
    }

    /// <summary>Requests to the domain itself.</summary>
    public IqTable ServerIqs { get; } = new();

    /// <summary>Requests to an account: to a bare JID of this domain, or without <c>to</c> to the sender's own.</summary>
    public IqTable AccountIqs { get; } = new();

    /// <summary>Requests on a stream that has not authenticated yet (XEP-0077).</summary>
    public IqTable PreAuthenticationIqs { get; } = new();

    /// <summary>Presence, subscriptions and probes; null: presence is not served.</summary>
    public IPresenceHandler? Presence { get; internal set; }

    /// <summary>Messages nobody is there for; null: they are refused.</summary>
    public IOfflineHandler? Offline { get; internal set; }

    /// <summary>Whom users block; null: nobody is held to it.</summary>
    public BlocklistService? Blocklists { get; internal set; }

    /// <summary>Told of sessions, in listed order.</summary>
    public ImmutableArray<ISessionObserver> SessionObservers { get; internal set; } = [];

    /// <summary>Told of messages that were stored, in listed order.</summary>
    public ImmutableArray<IOfflineObserver> OfflineObservers { get; internal set; } = [];

    /// <summary>What is advertised in stream features, in listed order.</summary>
    public ImmutableArray<IStreamFeature> StreamFeatures { get; internal set; } = [];

    /// <summary>What disco#info of the domain says (XEP-0030).</summary>
    public FeatureList ServerFeatures { get; } = new();

    /// <summary>Nodes of the domain that have information and items of their own.</summary>
    public ImmutableArray<IDiscoNodes> DiscoNodes { get; internal set; } = [];

    /// <summary>What disco#info of an account says.</summary>
    public FeatureList AccountFeatures { get; } = new();

    /// <summary>The hash of <see cref="ServerFeatures"/>, made at first use: after all modules have registered.</summary>
    public Capabilities Capabilities => field ??= new Capabilities(ServerFeatures);
}
