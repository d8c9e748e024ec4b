using Meerkat.Engine.Presence;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Sasl;

namespace Meerkat.Engine.Modules;

/// <summary>All modules there are. The list is the order in which they are registered and observe.</summary>
public static class ModuleList
{
    public static IReadOnlyList<ModuleDescriptor> All { get; } =
    [
        new("session", "Session requests of older clients (RFC 3921)", _ => new Rfc6120Session()) { IsRequired = true },
        new("roster", "Rosters (RFC 6121)", CreateRoster) { IsRequired = true },
        new("presence", "Presence and subscriptions (RFC 6121)", CreatePresence) { IsRequired = true, DependsOn = ["roster"] },
        new("offline", "Keeps messages to users who are not there (XEP-0160)", c => new Xep0160Offline(c.Services, c.Options.Offline))
        {
            Options = o => o.Offline,
        },
        new("blocking", "Lets users block others (XEP-0191)", c => new Xep0191Blocking(c.Services, c.Options.Blocking))
        {
            Options = o => o.Blocking,
        },
        new("disco", "Service discovery (XEP-0030)", c => new Xep0030Disco(c.Services, c.Options.Disco)) { Options = o => o.Disco },
        new("caps", "The server's capabilities in stream features (XEP-0115)", _ => new Xep0115Capabilities())
        {
            DependsOn = ["disco"],
        },
        new("adhoc", "Commands of administrators (XEP-0050, XEP-0133)", c => new Xep0050AdHoc(c.Services)),
        new("last", "Last activity (XEP-0012)", c => new Xep0012LastActivity(c.Services)),
        new("private", "Private XML storage (XEP-0049)", c => new Xep0049Private(c.Services, c.Options.Private))
        {
            Options = o => o.Private,
        },
        new("vcard", "vCards (XEP-0054)", c => new Xep0054Vcard(c.Services)),
        new("register", "Change of password, cancellation, and registration where it is open (XEP-0077)", CreateRegister)
        {
            NeedsServices = [PasswordWorker.ServiceName],
            Options = o => o.Register,
        },
        new("version", "Tells the server's version (XEP-0092)", _ => new Xep0092Version()),
        new("ping", "Answers pings (XEP-0199)", _ => new Xep0199Ping()),
        new("time", "Tells the server's time (XEP-0202)", c => new Xep0202Time(c.Services.Time)),
        new("push", "Tells push services of messages that are kept (XEP-0357)", c => new Xep0357Push(c.Services, c.Options.Push))
        {
            DependsOn = ["offline"],
            Options = o => o.Push,
        },
    ];

    private static RosterModule CreateRoster(ModuleContext context) =>
        new(context.Services, new SubscriptionService(context.Services));

    private static PresenceModule CreatePresence(ModuleContext context)
    {
        var services = context.Services;
        var availability = new Availability(services, new PresenceBroadcast(services), new NewlyAvailable(services));
        return new PresenceModule(services, availability, new SubscriptionService(services), new ProbeResponder(services));
    }

    private static Xep0077Register CreateRegister(ModuleContext context) =>
        new(context.Services, new SubscriptionService(context.Services), context.Options.Register);
}
