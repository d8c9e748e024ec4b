using Meerkat.Engine.Blocking;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>
/// Users block and unblock addresses, and while this module runs it is enforced (XEP-0191). What users see of it elsewhere, and
/// what the blocked do, is in <c>Engine/Blocking</c>. Any turn.
/// </summary>
[Xep("0191", "1.3")]
public sealed class Xep0191Blocking(EngineServices services, BlockingOptions options) : IModule, IIqHandler
{
    private const string Namespace = "urn:xmpp:blocking";

    private readonly BlockingPresence _presence = new(services);

    public void Register(ModuleBuilder builder) => builder
        .Enforce(services.Blocklists)
        .HandleAccountIq(StanzaType.Get, "blocklist", Namespace, this)
        .HandleAccountIq(StanzaType.Set, "block", Namespace, this)
        .HandleAccountIq(StanzaType.Set, "unblock", Namespace, this)
        .AddServerFeature(Namespace);

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        if (!request.IsOwnAccount) return ValueTask.FromResult<StanzaError?>(StanzaError.Forbidden);
        if (request.Type == StanzaType.Get) return GetAsync(request);

        return request.Payload.LocalName.SequenceEqual("block"u8) ? BlockAsync(request) : UnblockAsync(request);
    }

    private async ValueTask<StanzaError?> GetAsync(IqRequest request)
    {
        // Before the list is read: a change from now on is pushed, so none falls between.
        if (request.Session is { } session) session.HasAskedForBlocklist = true;

        var blocked = await services.Blocklists.ListAsync(request.Account).ConfigureAwait(false);
        var writer = request.Reply();
        BlocklistWriter.Write(ref writer, "blocklist"u8, blocked);
        return null;
    }

    private async ValueTask<StanzaError?> BlockAsync(IqRequest request)
    {
        var account = request.Account;
        if (BlockedItems.Read(request.Payload, services.Jids, out var addresses) is { } error) return error;
        if (addresses.Count == 0) return StanzaError.BadRequest.Because("There is nobody to block.");
        if (addresses.Exists(address => !BlockedItems.MayBlock(account, address)))
            return StanzaError.NotAllowed.Because("Nobody can block the own account or server.");

        var change = await services.Blocklists.BlockAsync(account, addresses, options.MaxItems).ConfigureAwait(false);
        if (change.Status == BlocklistStatus.Full) return StanzaError.ResourceConstraint.Because("There are too many: unblock some.");
        if (change.Status == BlocklistStatus.NoSuchAccount) return StanzaError.ItemNotFound;

        await _presence.HideAsync(account, change).ConfigureAwait(false);
        if (change.Changed.Count > 0) request.AfterReply = turn => services.Blocklists.Push(turn, account, "block"u8, change.Changed);
        return null;
    }

    private async ValueTask<StanzaError?> UnblockAsync(IqRequest request)
    {
        var account = request.Account;
        if (BlockedItems.Read(request.Payload, services.Jids, out var addresses) is { } error) return error;

        // Without an item it is all of them, and that is what is pushed.
        var isAll = addresses.Count == 0;
        var change = await services.Blocklists.UnblockAsync(account, isAll ? null : addresses).ConfigureAwait(false);
        if (change.Changed.Count == 0) return null;

        IReadOnlyList<Jid> pushed = isAll ? [] : change.Changed;
        request.AfterReply = turn => services.Blocklists.Push(turn, account, "unblock"u8, pushed);
        await _presence.ShowAsync(account, change).ConfigureAwait(false);
        return null;
    }
}
