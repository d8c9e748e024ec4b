using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>
/// Tells the push services that users have registered of messages stored for them, so that a phone may wake up (XEP-0357).
/// Any turn; the sender of a message waits until the services have been found, not until they answer.
/// </summary>
[Xep("0357", "0.4.1")]
public sealed class Xep0357Push(EngineServices services, PushOptions options) : IModule, IIqHandler, IOfflineObserver
{
    private const string Namespace = "urn:xmpp:push:0";

    private readonly PushPublisher _publisher = new(services);

    public void Register(ModuleBuilder builder) => builder
        .HandleAccountIq(StanzaType.Set, "enable", Namespace, this)
        .HandleAccountIq(StanzaType.Set, "disable", Namespace, this)
        .Observe((IOfflineObserver)this)
        .AddAccountFeature(Namespace);

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        if (!request.IsOwnAccount) return ValueTask.FromResult<StanzaError?>(StanzaError.Forbidden);

        return request.Payload.LocalName.SequenceEqual("enable"u8) ? EnableAsync(request) : DisableAsync(request);
    }

    public ValueTask OnStoredAsync(Jid account, OwnedStanza message) => PushSummary.IsDue(message.Element)
        ? _publisher.PublishAsync(account, PushSummary.Of(message, options))
        : ValueTask.CompletedTask;

    private async ValueTask<StanzaError?> EnableAsync(IqRequest request)
    {
        if (PushEnable.Read(request, services, out var registration) is { } error) return error;

        var status = await services.Stores.Push.EnableAsync(request.Account, registration!, options.MaxRegistrations)
            .ConfigureAwait(false);
        return status switch
        {
            PushEnableStatus.Full => StanzaError.ResourceConstraint.Because("There are too many registrations: disable some."),
            PushEnableStatus.NoSuchAccount => StanzaError.ItemNotFound,
            _ => null,
        };
    }

    private async ValueTask<StanzaError?> DisableAsync(IqRequest request)
    {
        var disable = request.Payload;
        if (!PushEnable.TryReadService(disable, services.Jids, out var service)) return StanzaError.BadRequest;

        // XEP-0357 §6: without a node all of the service. What is not there is disabled.
        var node = disable.Attribute("node"u8);
        await services.Stores.Push.DisableAsync(request.Account, service, node.IsPresent ? node.ToString() : null)
            .ConfigureAwait(false);
        return null;
    }
}
