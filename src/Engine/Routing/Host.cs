using System.Collections.Immutable;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Modules;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Routing;

/// <summary>
/// One served domain and what its modules have registered, which is replaced as a whole when a module comes or goes. Every
/// property below reads that one field: who needs two that fit together takes <see cref="Registrations"/> once. Any thread.
/// </summary>
public sealed class Host(Jid domain)
{
    private HostRegistrations _registrations = new();

    public Jid Domain { get; } = domain;

    /// <summary>All that is registered at this moment.</summary>
    public HostRegistrations Registrations => Volatile.Read(ref _registrations);

    /// <inheritdoc cref="HostRegistrations.ServerIqs"/>
    public IqTable ServerIqs => Registrations.ServerIqs;

    /// <inheritdoc cref="HostRegistrations.AccountIqs"/>
    public IqTable AccountIqs => Registrations.AccountIqs;

    /// <inheritdoc cref="HostRegistrations.PreAuthenticationIqs"/>
    public IqTable PreAuthenticationIqs => Registrations.PreAuthenticationIqs;

    /// <inheritdoc cref="HostRegistrations.Presence"/>
    public IPresenceHandler? Presence => Registrations.Presence;

    /// <inheritdoc cref="HostRegistrations.Offline"/>
    public IOfflineHandler? Offline => Registrations.Offline;

    /// <inheritdoc cref="HostRegistrations.Blocklists"/>
    public BlocklistService? Blocklists => Registrations.Blocklists;

    /// <inheritdoc cref="HostRegistrations.SessionObservers"/>
    public ImmutableArray<ISessionObserver> SessionObservers => Registrations.SessionObservers;

    /// <inheritdoc cref="HostRegistrations.OfflineObservers"/>
    public ImmutableArray<IOfflineObserver> OfflineObservers => Registrations.OfflineObservers;

    /// <inheritdoc cref="HostRegistrations.StreamFeatures"/>
    public ImmutableArray<IStreamFeature> StreamFeatures => Registrations.StreamFeatures;

    /// <inheritdoc cref="HostRegistrations.ServerFeatures"/>
    public FeatureList ServerFeatures => Registrations.ServerFeatures;

    /// <inheritdoc cref="HostRegistrations.AccountFeatures"/>
    public FeatureList AccountFeatures => Registrations.AccountFeatures;

    /// <inheritdoc cref="HostRegistrations.Capabilities"/>
    public Capabilities Capabilities => Registrations.Capabilities;

    /// <summary>From now on. Pairs with the reads above: who sees these sees them whole.</summary>
    internal void Replace(HostRegistrations registrations) => Volatile.Write(ref _registrations, registrations);
}
