using System.Text;
using Meerkat.Engine.Modules;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Admin;

/// <summary>Users' private XML storage (XEP-0049). Stateless; any thread.</summary>
internal static class PrivateCommands
{
    private static readonly AdminParameter<Jid> _user = new("user", AdminTypes.Account, "Whose storage it is.");
    private static readonly AdminParameter<string> _element = new("element", AdminTypes.Text, "The name of the element.");
    private static readonly AdminParameter<string> _namespace = new("namespace", AdminTypes.Text, "Its namespace.");
    private static readonly AdminParameter<byte[]> _xml = new("xml", AdminTypes.Xml, "The element.");

    public static AdminCategory Category { get; } = new("private", "Users' private XML storage.",
    [
        new("private", "get", "Show an element that a user has stored.")
        {
            Parameters = [_user, _element, _namespace],
            Shape = AdminShape.Text,
            Aliases = [new("private_get user=USER@HOST element=ELEMENT namespace=NAMESPACE")],
            Run = GetAsync,
        },
        new("private", "set", "Store an element for a user.")
        {
            Parameters = [_user, _xml],
            IsChange = true,
            Aliases = [new("private_set user=USER@HOST xml=XML")],
            Run = SetAsync,
        },
    ]);

    private static async ValueTask<AdminResult> GetAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var key = Xep0049Private.KeyOf(arguments.Require(_namespace), arguments.Require(_element));
        return await admin.Services.Stores.UserXml.GetAsync(user, key).ConfigureAwait(false) is { } element
            ? AdminResult.Of(Encoding.UTF8.GetString(element))
            : AdminResult.NotFound($"{user} has stored no such element");
    }

    private static async ValueTask<AdminResult> SetAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var xml = arguments.Require(_xml);
        if (KeyOf(xml) is not { } key) return AdminResult.BadArgument("the element needs a namespace of its own");
        if (!await admin.Services.Stores.Accounts.ExistsAsync(user).ConfigureAwait(false)) return AdminContext.NoAccount(user);

        return await admin.Services.Stores.UserXml.SetAsync(user, key, xml, LimitOf(admin, user)).ConfigureAwait(false)
            ? AdminResult.Of($"element of {user} stored")
            : AdminResult.Conflict($"the private storage of {user} is full");
    }

    private static int LimitOf(AdminContext admin, Jid user) =>
        admin.Modules.First(host => host.Domain.Utf8.SequenceEqual(user.Domain)).Options.Private.MaxElements;

    /// <summary>§2.3: an element of the stanza's own namespace cannot be stored.</summary>
    private static string? KeyOf(ReadOnlySpan<byte> xml)
    {
        var element = new XmlElementReader(xml, StreamScope.Client);
        return element.Namespace.IsEmpty || element.Namespace.SequenceEqual(Namespaces.Client) ? null : Xep0049Private.KeyOf(element);
    }
}
