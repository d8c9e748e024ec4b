using Meerkat.Engine.Presence;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;

namespace Meerkat.Engine.Modules;

/// <summary>The modules of a host. The list is the order in which they are registered and observe.</summary>
public static class ModuleList
{
    public static IReadOnlyList<IModule> Create(
        EngineServices services, PasswordWorker passwords, RegistrationOptions registration)
    {
        var subscriptions = new SubscriptionService(services);
        var availability = new Availability(services, new PresenceBroadcast(services), new NewlyAvailable(services));
        return
        [
            new Rfc6120Session(),
            new RosterModule(services, subscriptions),
            new PresenceModule(services, availability, subscriptions, new ProbeResponder(services)),
            new Xep0160Offline(services),
            new Xep0030Disco(services),
            new Xep0115Capabilities(),
            new Xep0012LastActivity(services),
            new Xep0049Private(services),
            new Xep0054Vcard(services),
            new Xep0077Register(services, subscriptions, passwords, registration),
            new Xep0092Version(),
            new Xep0199Ping(),
            new Xep0202Time(services.Time),
        ];
    }

    /// <summary>Registers all of them with one host.</summary>
    public static void Register(this IReadOnlyList<IModule> modules, Host host)
    {
        var builder = new ModuleBuilder(host);
        foreach (var module in modules) module.Register(builder);
    }
}
