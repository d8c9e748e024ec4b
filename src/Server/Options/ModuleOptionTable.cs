using Meerkat.Engine.Modules;

namespace Meerkat.Server.Options;

/// <summary>The rows of modules in the option table: a switch for each that is not required, and behind it its own options.</summary>
internal static class ModuleOptionTable
{
    private static readonly CountType _anyCount = new(0, int.MaxValue);

    private static readonly OptionArea<ModuleOptions> _modules =
        new("modules", o => o.Modules, (o, a) => o with { Modules = a });

    public static IEnumerable<OptionDescriptor> All() =>
        from module in ModuleList.All
        where !module.IsRequired
        from option in OptionsOf(module.Name).Prepend(Switch(module))
        select option;

    private static OptionDescriptor Switch(ModuleDescriptor module)
    {
        var needs = module.DependsOn.Count == 0 ? "" : $" Needs {string.Join(", ", module.DependsOn)}.";
        return _modules.Option(
            $"{module.Name}.enabled", new BooleanType(), o => o.Has(module), (o, v) => o.With(module.Name, v),
            $"{module.Summary}.{needs}", $"--module-{module.Name.Replace('_', '-')}");
    }

    /// <summary>What is set for a module besides.</summary>
    private static IEnumerable<OptionDescriptor> OptionsOf(string module) => module switch
    {
        "offline" => Offline(),
        "blocking" => Blocking(),
        "disco" => Discovery(),
        "private" => Private(),
        "register" => Register(),
        "push" => Push(),
        _ => [],
    };

    private static IEnumerable<OptionDescriptor> Offline()
    {
        var area = Area("offline", o => o.Offline, (o, a) => o with { Offline = a });
        yield return area.Option(
            "max_messages", _anyCount, o => o.MaxMessages, (o, v) => o with { MaxMessages = v },
            "Messages kept for an absent user; senders of more get an error. 0: none are kept.", "--max-offline-messages");
    }

    private static IEnumerable<OptionDescriptor> Blocking()
    {
        var area = Area("blocking", o => o.Blocking, (o, a) => o with { Blocking = a });
        yield return area.Option(
            "max_items", _anyCount, o => o.MaxItems, (o, v) => o with { MaxItems = v },
            "Addresses that one account may block (XEP-0191). A whole domain is one.", "--max-blocked");
    }

    private static IEnumerable<OptionDescriptor> Discovery()
    {
        var area = Area("disco", o => o.Disco, (o, a) => o with { Disco = a });
        yield return area.Option(
            "extra_domains", new ListType<string>(new DomainType()), o => o.ExtraDomains, (o, v) => o with { ExtraDomains = v },
            "Domains that are listed besides the components, whether anything is there or not.", "--disco-extra-domain");
        yield return area.Option(
            "users_can_see_hidden_services", new BooleanType(), o => o.UsersSeeHidden, (o, v) => o with { UsersSeeHidden = v },
            "Whether users see hidden components too. Components always do.", "--users-can-see-hidden-services");
    }

    private static IEnumerable<OptionDescriptor> Private()
    {
        var area = Area("private", o => o.Private, (o, a) => o with { Private = a });
        yield return area.Option(
            "max_elements", _anyCount, o => o.MaxElements, (o, v) => o with { MaxElements = v },
            "Elements that one account may keep in private XML storage (XEP-0049).", "--max-private-elements");
    }

    private static IEnumerable<OptionDescriptor> Register()
    {
        var area = Area("register", o => o.Register, (o, a) => o with { Register = a });
        yield return area.Option(
            "policy",
            new ChoiceType<RegistrationPolicy>(("closed", RegistrationPolicy.Closed), ("open", RegistrationPolicy.Open)),
            o => o.Policy, (o, v) => o with { Policy = v },
            "Whether anyone may register an account from a client (XEP-0077).", "--registration");
        yield return area.Option(
            "interval", new DurationType(TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
            o => o.Interval, (o, v) => o with { Interval = v },
            "How long an IP address must wait after registering an account before it may register another.",
            "--registration-interval");
    }

    private static IEnumerable<OptionDescriptor> Push()
    {
        var area = Area("push", o => o.Push, (o, a) => o with { Push = a });
        yield return area.Option(
            "max_registrations", _anyCount, o => o.MaxRegistrations, (o, v) => o with { MaxRegistrations = v },
            "Nodes of push services that one account may register (XEP-0357). 0: none.", "--max-push-registrations");
        yield return area.Option(
            "include_body", new BooleanType(), o => o.IncludesBody, (o, v) => o with { IncludesBody = v },
            "Whether a notification holds the beginning of the message's text. Push services belong to the makers of clients, and "
                + "hand notifications on to the makers of phones.", "--push-include-body");
    }

    private static OptionArea<T> Area<T>(
        string module, Func<ModuleOptions, T> get, Func<ModuleOptions, T, ModuleOptions> set) =>
        new($"modules.{module}", o => get(o.Modules), (o, a) => o with { Modules = set(o.Modules, a) });
}
