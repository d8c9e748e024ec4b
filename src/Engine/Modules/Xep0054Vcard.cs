using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>Keeps each user's vCard and shows it to everybody (XEP-0054). Any turn.</summary>
[Xep("0054", "1.2")]
public sealed class Xep0054Vcard(EngineServices services) : IModule, IIqHandler
{
    private const string Namespace = "vcard-temp";

    /// <summary>Where it is kept in the user's XML.</summary>
    internal const string Key = "vcard-temp";

    public void Register(ModuleBuilder builder) => builder
        .HandleAccountIq(StanzaType.Get, "vCard", Namespace, this)
        .HandleAccountIq(StanzaType.Set, "vCard", Namespace, this)
        .AddServerFeature(Namespace)
        .AddAccountFeature(Namespace);

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        if (request.Type == StanzaType.Get) return GetAsync(request);

        // §3.2: only one's own.
        return request.IsOwnAccount ? SetAsync(request) : ValueTask.FromResult<StanzaError?>(StanzaError.Forbidden);
    }

    private async ValueTask<StanzaError?> GetAsync(IqRequest request)
    {
        var vcard = await services.Stores.UserXml.GetAsync(request.Account, Key).ConfigureAwait(false);
        // §3.1, §3.3: nothing of one's own is an empty vCard. Of others it says the same as an account that does not exist.
        if (vcard is null && !request.IsOwnAccount) return StanzaError.ServiceUnavailable;

        var writer = request.Reply();
        if (vcard is null) writer.Empty("vCard"u8, "vcard-temp"u8);
        else writer.Raw(vcard);
        return null;
    }

    private async ValueTask<StanzaError?> SetAsync(IqRequest request)
    {
        var isStored = await services.Stores.UserXml
            .SetAsync(request.Account, Key, StoredElement.Of(request.Payload), int.MaxValue).ConfigureAwait(false);
        return isStored ? null : StanzaError.ItemNotFound;
    }
}
