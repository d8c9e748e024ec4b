using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Blocking;

/// <summary>
/// Answers a request to an account that has no session, unless who asks is blocked: one read of the store, and then the handler.
/// Lives for one request.
/// </summary>
internal sealed class UnlessBlocked(BlocklistService blocklists, IIqHandler handler) : IIqHandler
{
    public async ValueTask<StanzaError?> HandleAsync(IqRequest request) =>
        await blocklists.IsBlockedAsync(request.Account, request.From).ConfigureAwait(false)
            ? StanzaError.ServiceUnavailable
            : await handler.HandleAsync(request).ConfigureAwait(false);
}
