using Meerkat.Engine.Presence;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Sasl;

namespace Meerkat.Engine.Modules;

/// <summary>All modules there are. The list is the order in which they are registered and observe.</summary>
public static class ModuleList
{
    public static IReadOnlyList<ModuleDescriptor> All { get; } =
    [
        new("session", _ => new Rfc6120Session()) { IsRequired = true },
        new("roster", c => new RosterModule(c.Services, new SubscriptionService(c.Services))) { IsRequired = true },
        new("presence", c => CreatePresence(c.Services)) { IsRequired = true, DependsOn = ["roster"] },
        new("offline", c => new Xep0160Offline(c.Services, c.Options.Offline)) { Options = o => o.Offline },
        new("disco", c => new Xep0030Disco(c.Services, c.Options.Disco)) { Options = o => o.Disco },
        new("caps", _ => new Xep0115Capabilities()) { DependsOn = ["disco"] },
        new("last", c => new Xep0012LastActivity(c.Services)),
        new("private", c => new Xep0049Private(c.Services, c.Options.Private)) { Options = o => o.Private },
        new("vcard", c => new Xep0054Vcard(c.Services)),
        new("register", c => new Xep0077Register(c.Services, new SubscriptionService(c.Services), c.Options.Register))
        {
            NeedsServices = [PasswordWorker.ServiceName],
            Options = o => o.Register,
        },
        new("version", _ => new Xep0092Version()),
        new("ping", _ => new Xep0199Ping()),
        new("time", c => new Xep0202Time(c.Services.Time)),
        new("push", c => new Xep0357Push(c.Services, c.Options.Push)) { Options = o => o.Push },
    ];

    private static PresenceModule CreatePresence(EngineServices services)
    {
        var availability = new Availability(services, new PresenceBroadcast(services), new NewlyAvailable(services));
        return new PresenceModule(services, availability, new SubscriptionService(services), new ProbeResponder(services));
    }
}
