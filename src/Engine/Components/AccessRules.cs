using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Components;

/// <summary>The rules that need no configuration of their own.</summary>
public static class AccessRules
{
    public static IAccessRule All { get; } = new Everybody();

    public static IAccessRule None { get; } = new Nobody();

    /// <summary>The served hosts and their accounts.</summary>
    public static IAccessRule LocalUsers(HostTable hosts) => new UsersOf(hosts);

    private sealed class Everybody : IAccessRule
    {
        public bool Allows(JidView sender) => true;
    }

    private sealed class Nobody : IAccessRule
    {
        public bool Allows(JidView sender) => false;
    }

    private sealed class UsersOf(HostTable hosts) : IAccessRule
    {
        public bool Allows(JidView sender) => hosts.Find(sender.Domain) is not null;
    }
}
