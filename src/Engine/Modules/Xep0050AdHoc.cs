using Meerkat.Engine.Admin;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>Runs commands for administrators who are logged in as users of this server (XEP-0050, XEP-0133). Any turn.</summary>
[Xep("0004", "2.13.2")]
[Xep("0050", "1.3.0")]
[Xep("0133", "1.3.1")]
public sealed class Xep0050AdHoc(EngineServices services) : IModule, IIqHandler, IDiscoNodes
{
    private const string Namespace = "http://jabber.org/protocol/commands";

    private readonly AdHocSessions _sessions = new(services.Time);

    public void Register(ModuleBuilder builder) => builder
        .HandleServerIq(StanzaType.Set, "command", Namespace, this)
        .AddDiscoNodes(this)
        .AddServerFeature(Namespace);

    public bool TryWriteInfo(IqRequest request, string node, ref XmlWriter writer)
    {
        var command = node == Namespace ? null : Visible(request, node);
        if (node != Namespace && command is null) return false;

        // XEP-0050 §2.1, §2.2
        writer.Start("identity"u8);
        writer.Attribute("category"u8, "automation"u8);
        writer.Attribute("type"u8, command is null ? "command-list"u8 : "command-node"u8);
        writer.Attribute("name"u8, command?.Title ?? "Administration");
        writer.End("identity"u8);
        foreach (var feature in new[] { Namespace, "jabber:x:data" })
        {
            writer.Start("feature"u8);
            writer.Attribute("var"u8, feature);
            writer.End("feature"u8);
        }

        return true;
    }

    /// <summary>§2.2: whoever may run nothing sees an empty list.</summary>
    public bool TryWriteItems(IqRequest request, string node, ref XmlWriter writer)
    {
        if (node != Namespace) return Visible(request, node) is not null;

        foreach (var command in AdHocCatalogue.All.Where(command => Caller(request) is { } caller && caller.Level >= command.Level))
        {
            writer.Start("item"u8);
            writer.Attribute("jid"u8, request.Host.Domain.Utf8);
            writer.Attribute("node"u8, command.Node);
            writer.Attribute("name"u8, command.Title);
            writer.End("item"u8);
        }

        return true;
    }

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        if (Caller(request) is not { } caller || services.Admin.Runner is not { } runner) return Refuse(StanzaError.Forbidden);
        if (AdHocCatalogue.Find(request.Payload.Attribute("node"u8).ToString()) is not { } command) return Refuse(StanzaError.ItemNotFound);
        if (command.Level > caller.Level) return Refuse(StanzaError.Forbidden);

        var id = request.Payload.Attribute("sessionid"u8);
        var session = id.IsPresent ? id.ToString() : null;
        // §3.4: other actions go back, or are not known; a form of ours has nothing to go back to.
        var action = request.Payload.Attribute("action"u8);
        var isCancelled = action.Equals("cancel"u8);
        if (action.IsPresent && !isCancelled && !action.Equals("execute"u8) && !action.Equals("complete"u8) && !action.Equals("next"u8))
            return Refuse(StanzaError.BadRequest.Because("The action is not possible here."));
        if (session is not null && !_sessions.IsOpen(session, request.From, command.Node))
            return Refuse(StanzaError.BadRequest.Because("The session is over, or none of yours."));

        if (isCancelled)
        {
            Cancel(request, command, session);
            return default;
        }

        if (session is null && command.Fields.Count > 0)
        {
            Ask(request, command, note: null);
            return default;
        }

        var answers = AdHocForms.Read(request.Payload, command);
        if (answers is null && command.Fields.Count > 0)
            return Refuse(StanzaError.BadRequest.Because("A form that is filled in is missing."));

        return RunAsync(request, command, new AdHocCall(runner, caller, request.Host.Domain, answers ?? []), session);
    }

    /// <summary>Only clients of this server: what others say of who they are is not good enough here.</summary>
    private AdminCaller? Caller(IqRequest request) => request.Session is null ? null : services.Admin.Find(request.From.Bare);

    private AdHocCommand? Visible(IqRequest request, string node) =>
        AdHocCatalogue.Find(node) is { } command && Caller(request) is { } caller && caller.Level >= command.Level ? command : null;

    private static ValueTask<StanzaError?> Refuse(StanzaError error) => new(error);

    private async ValueTask<StanzaError?> RunAsync(IqRequest request, AdHocCommand command, AdHocCall call, string? session)
    {
        var outcome = await command.Run(call).ConfigureAwait(false);
        switch (outcome.Failure)
        {
            case AdminFailure.Forbidden:
                return StanzaError.Forbidden.Because(outcome.Note!);
            case AdminFailure.BadArgument when command.Fields.Count > 0:
                Ask(request, command, outcome.Note);
                return null;
        }

        var writer = request.Reply();
        StartCommand(ref writer, command, session ?? _sessions.Begin(request.From, command.Node), "completed");
        if (outcome.Note is { } note) WriteNote(ref writer, outcome.Failure == AdminFailure.None ? "info"u8 : "error"u8, note);
        if (outcome.Fields.Count > 0 || outcome.Columns.Count > 0) AdHocForms.WriteResult(ref writer, command, outcome);
        writer.End("command"u8);
        return null;
    }

    /// <summary>The form, with what was wrong with the last answers.</summary>
    private void Ask(IqRequest request, AdHocCommand command, string? note)
    {
        var writer = request.Reply();
        StartCommand(ref writer, command, _sessions.Begin(request.From, command.Node), "executing");
        writer.Start("actions"u8);
        writer.Attribute("execute"u8, "complete"u8);
        writer.Empty("complete"u8);
        writer.End("actions"u8);
        if (note is not null) WriteNote(ref writer, "error"u8, note);
        AdHocForms.WriteForm(ref writer, command);
        writer.End("command"u8);
    }

    private void Cancel(IqRequest request, AdHocCommand command, string? session)
    {
        var writer = request.Reply();
        StartCommand(ref writer, command, session ?? _sessions.Begin(request.From, command.Node), "canceled");
        writer.End("command"u8);
    }

    private static void StartCommand(ref XmlWriter writer, AdHocCommand command, string session, string status)
    {
        writer.Start("command"u8, "http://jabber.org/protocol/commands"u8);
        writer.Attribute("node"u8, command.Node);
        writer.Attribute("sessionid"u8, session);
        writer.Attribute("status"u8, status);
    }

    private static void WriteNote(ref XmlWriter writer, ReadOnlySpan<byte> type, string text)
    {
        writer.Start("note"u8);
        writer.Attribute("type"u8, type);
        writer.Text(text);
        writer.End("note"u8);
    }
}
