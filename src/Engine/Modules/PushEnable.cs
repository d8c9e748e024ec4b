using System.Diagnostics.CodeAnalysis;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>Reads what a user registers for push notifications, and says what is wrong with it (XEP-0357 §5). Pure.</summary>
internal static class PushEnable
{
    // A node is a token, and services ask for a secret or two: their forms stay below 1 KiB.
    private const int MaxNodeBytes = 1023;
    private const int MaxOptionsBytes = 4096;

    private static ReadOnlySpan<byte> Forms => "jabber:x:data"u8;

    private static ReadOnlySpan<byte> PublishOptions => "http://jabber.org/protocol/pubsub#publish-options"u8;

    /// <summary>Null, and the registration; else the error to answer.</summary>
    public static StanzaError? Read(IqRequest request, EngineServices services, out PushRegistration? registration)
    {
        registration = null;
        var enable = request.Payload;
        if (!TryReadService(enable, services.Jids, out var service)) return StanzaError.BadRequest.Because("There is no valid jid.");

        var node = enable.Attribute("node"u8);
        if (node.IsEmpty) return StanzaError.BadRequest.Because("There is no node.");
        if (!TryReadOptions(enable, out var options)) return StanzaError.BadRequest.Because("The form is not for publish-options.");
        if (!MayBeTold(service, request.Account, services.Hosts)) return StanzaError.NotAllowed.Because("That is no push service.");

        var isTooLarge = node.ToArray().Length > MaxNodeBytes || options.Length > MaxOptionsBytes;
        if (isTooLarge) return StanzaError.PolicyViolation.Because("The node or the form is too large.");

        registration = new PushRegistration(service, node.ToString(), options);
        return null;
    }

    /// <summary>The attribute <c>jid</c> of an enable or disable.</summary>
    public static bool TryReadService(XmlElementReader payload, JidPreparer jids, [NotNullWhen(true)] out Jid? service)
    {
        service = jids.TryParse(payload.Attribute("jid"u8), out var jid) ? jid.ToJid() : null;
        return service is not null;
    }

    /// <summary>
    /// An account is no push service: notifications to one would be answered by this server itself, with errors, and to
    /// one's own they would be answers to one's own questions.
    /// </summary>
    private static bool MayBeTold(Jid service, Jid account, HostTable hosts) =>
        !service.BareUtf8.SequenceEqual(account.BareUtf8) && !(service.HasLocal && hosts.Find(service) is not null);

    /// <summary>§5: a form, if there is one, holds publish-options (XEP-0060 §7.1.5).</summary>
    private static bool TryReadOptions(XmlElementReader enable, out byte[] options)
    {
        options = [];
        if (!enable.TryGetChild("x"u8, Forms, out var form)) return true;
        if (!IsForPublishOptions(form)) return false;

        options = StoredElement.Of(form);
        return true;
    }

    private static bool IsForPublishOptions(XmlElementReader form)
    {
        foreach (var field in form.Children)
        {
            if (!field.Is("field"u8, Forms) || !field.Attribute("var"u8).Equals("FORM_TYPE"u8)) continue;

            return field.TryGetChild("value"u8, Forms, out var value) && value.Text.Equals(PublishOptions);
        }

        return false;
    }
}
