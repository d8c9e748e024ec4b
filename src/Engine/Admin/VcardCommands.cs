using System.Text;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Admin;

/// <summary>Users' vCards (XEP-0054). Stateless; any thread.</summary>
internal static class VcardCommands
{
    private static readonly AdminParameter<Jid> _user = new("user", AdminTypes.Account, "Whose vCard it is.");
    private static readonly AdminParameter<byte[]> _xml = new("vcard", AdminTypes.Xml, "The element vCard of the namespace vcard-temp.");
    private static readonly AdminParameter<string[]> _field = new(
        "field",
        new("FIELD", "the name of an element, such as NICKNAME, or one within it, such as N/FAMILY", ReadField),
        "The field.");
    private static readonly AdminParameter<IReadOnlyList<string>> _values =
        new AdminParameter<IReadOnlyList<string>>("value", AdminTypes.Texts, "Its values; without any the field is removed.").Optional();

    public static AdminCategory Category { get; } = new("vcard", "Users' vCards.",
    [
        new("vcard", "get", "Show a vCard as XML.")
        {
            Parameters = [_user],
            Shape = AdminShape.Text,
            Run = GetAsync,
        },
        new("vcard", "set", "Replace a vCard.")
        {
            Parameters = [_user, _xml],
            IsChange = true,
            Run = SetAsync,
        },
        new("vcard", "get-field", "Show the values of one field.")
        {
            Parameters = [_user, _field],
            Shape = AdminShape.ListOf("value", "A value of the field."),
            Aliases = [new("get_vcard user=USER@HOST field=NAME"), new("get_vcard2 user=USER@HOST field=NAME/SUBNAME")],
            Run = GetFieldAsync,
        },
        new("vcard", "set-field", "Replace the values of one field.")
        {
            Parameters = [_user, _field, _values],
            IsChange = true,
            Aliases =
            [
                new("set_vcard user=USER@HOST field=NAME value=CONTENT"),
                new("set_vcard2 user=USER@HOST field=NAME/SUBNAME value=CONTENT"),
            ],
            Run = SetFieldAsync,
        },
    ]);

    private static async ValueTask<AdminResult> GetAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        return await FindAsync(admin, user).ConfigureAwait(false) is { } vcard ? AdminResult.Of(Encoding.UTF8.GetString(vcard)) : None(user);
    }

    private static async ValueTask<AdminResult> SetAsync(AdminContext admin, AdminArguments arguments)
    {
        var vcard = arguments.Require(_xml);
        return new XmlElementReader(vcard, StreamScope.Client).Is("vCard"u8, "vcard-temp"u8)
            ? await KeepAsync(admin, arguments.Require(_user), vcard).ConfigureAwait(false)
            : AdminResult.BadArgument("it is not the element vCard of the namespace vcard-temp");
    }

    private static async ValueTask<AdminResult> GetFieldAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        if (await FindAsync(admin, user).ConfigureAwait(false) is not { } vcard) return None(user);

        return AdminResult.Of(Values(vcard, arguments.Require(_field)));
    }

    private static async ValueTask<AdminResult> SetFieldAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var vcard = await FindAsync(admin, user).ConfigureAwait(false) ?? "<vCard xmlns='vcard-temp'/>"u8.ToArray();
        return await KeepAsync(admin, user, WithField(vcard, arguments.Require(_field), arguments.GetOr(_values, []))).ConfigureAwait(false);
    }

    private static ValueTask<byte[]?> FindAsync(AdminContext admin, Jid user) =>
        admin.Services.Stores.UserXml.GetAsync(user, Xep0054Vcard.Key);

    private static async ValueTask<AdminResult> KeepAsync(AdminContext admin, Jid user, byte[] vcard) =>
        await admin.Services.Stores.UserXml.SetAsync(user, Xep0054Vcard.Key, vcard, int.MaxValue).ConfigureAwait(false)
            ? AdminResult.Of($"vCard of {user} set")
            : AdminContext.NoAccount(user);

    private static AdminResult None(Jid user) => AdminResult.NotFound($"there is no vCard of {user}");

    private static List<string> Values(ReadOnlySpan<byte> vcard, string[] field)
    {
        List<string> values = [];
        foreach (var child in new XmlElementReader(vcard, StreamScope.Client).Children)
        {
            if (!IsField(child, field[0])) continue;

            if (field.Length == 1) values.Add(child.Text.ToString());
            else AddWithin(values, child, field[1]);
        }

        return values;
    }

    private static void AddWithin(List<string> values, XmlElementReader element, string name)
    {
        foreach (var child in element.Children)
        {
            if (IsField(child, name)) values.Add(child.Text.ToString());
        }
    }

    /// <summary>A field within an element is replaced in the first element of that name, which is made if there is none.</summary>
    private static byte[] WithField(ReadOnlySpan<byte> vcard, string[] field, IReadOnlyList<string> values)
    {
        var output = new ByteBuffer();
        var writer = new XmlWriter(output);
        writer.Start("vCard"u8, "vcard-temp"u8);
        writer.Raw([]);
        var isWritten = false;
        foreach (var child in new XmlElementReader(vcard, StreamScope.Client).Children)
        {
            if (!IsField(child, field[0]))
            {
                XmlRewriter.WriteStandalone(child, "vcard-temp"u8, output);
            }
            else if (!isWritten)
            {
                Write(output, field, values, child);
                isWritten = true;
            }
            else if (field.Length > 1)
            {
                XmlRewriter.WriteStandalone(child, "vcard-temp"u8, output);
            }
        }

        if (!isWritten) Write(output, field, values, new XmlElementReader("<none/>"u8, StreamScope.Client));
        writer.End("vCard"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ByteBuffer output, string[] field, IReadOnlyList<string> values, XmlElementReader before)
    {
        var writer = new XmlWriter(output);
        ReadOnlySpan<byte> name = Encoding.UTF8.GetBytes(field[0]);
        if (field.Length == 1)
        {
            foreach (var value in values) writer.Element(name, value);
            return;
        }

        writer.Start(name);
        writer.Raw([]);
        foreach (var child in before.Children)
        {
            if (!IsField(child, field[1])) XmlRewriter.WriteStandalone(child, "vcard-temp"u8, output);
        }

        foreach (var value in values) writer.Element(Encoding.UTF8.GetBytes(field[1]), value);
        writer.End(name);
    }

    private static bool IsField(XmlElementReader element, string name) =>
        element.Is(Encoding.UTF8.GetBytes(name), "vcard-temp"u8);

    private static string? ReadField(IReadOnlyList<string> texts, out string[]? field)
    {
        field = texts[0].Split('/');
        // vCard names its elements in capitals.
        return field.Length <= 2 && field.All(part => part.Length > 0 && part.All(c => c is (>= 'A' and <= 'Z') or '-'))
            ? null
            : $"'{texts[0]}' is not a field; write NICKNAME, or N/FAMILY for one within another";
    }
}
