using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Admin;

/// <summary>Sends a presence as a session's own. Stateless; any thread.</summary>
internal static class PresenceCommand
{
    private static readonly AdminParameter<Jid> _session = new("session", AdminTypes.Session, "The connected resource.");
    private static readonly AdminParameter<string> _type =
        new("type", AdminTypes.Choice(("available", "available"), ("unavailable", "unavailable")), "Whether it is available.");
    private static readonly AdminParameter<string> _show = new AdminParameter<string>(
        "show",
        AdminTypes.Choice(("none", ""), ("chat", "chat"), ("away", "away"), ("xa", "xa"), ("dnd", "dnd")),
        "How available it is.").Optional();
    private static readonly AdminParameter<string> _status = new AdminParameter<string>("status", AdminTypes.Text, "The text shown.").Optional();
    private static readonly AdminParameter<int> _priority =
        new AdminParameter<int>("priority", AdminTypes.Number(sbyte.MinValue, sbyte.MaxValue), "The priority; 0 without it.").Optional();

    public static AdminCommand Command { get; } = new("session", "set-presence", "Send a presence as if the client had sent it.")
    {
        Parameters = [_session, _type, _show, _status, _priority],
        IsChange = true,
        Aliases = [new("set_presence session=USER@HOST/RESOURCE type=TYPE show=SHOW status=STATUS priority=PRIORITY")],
        Run = RunAsync,
    };

    private static async ValueTask<AdminResult> RunAsync(AdminContext admin, AdminArguments arguments)
    {
        var jid = arguments.Require(_session);
        return await admin.TakeAsync(jid, Write(arguments)).ConfigureAwait(false)
            ? AdminResult.Of($"presence of {jid} set")
            : AdminResult.NotFound($"{jid} is not connected");
    }

    private static byte[] Write(AdminArguments arguments)
    {
        var output = new ByteBuffer();
        var writer = new XmlWriter(output);
        writer.Start("presence"u8);
        if (arguments.Require(_type) == "unavailable") writer.Attribute("type"u8, "unavailable"u8);
        if (arguments.Get(_show) is { Length: > 0 } show) writer.Element("show"u8, show);
        if (arguments.Get(_status) is { Length: > 0 } status) writer.Element("status"u8, status);
        if (arguments.Get(_priority) is var priority and not 0)
        {
            writer.Start("priority"u8);
            writer.Text(priority);
            writer.End("priority"u8);
        }

        writer.End("presence"u8);
        return output.WrittenSpan.ToArray();
    }
}
