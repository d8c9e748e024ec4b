using System.Text;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>
/// A module whose handler does what the test says, for requests to the server with the payload <c>work</c>.
/// </summary>
internal sealed class TestIqModule(Func<string, ValueTask<StanzaError?>> handle) : IModule, IIqHandler
{
    public const string Namespace = "urn:test:work";

    public void Register(ModuleBuilder builder) => builder
        .HandleServerIq(StanzaType.Get, "work", Namespace, this)
        .HandleServerIq(StanzaType.Set, "work", Namespace, this);

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        var id = Encoding.UTF8.GetString(request.Stanza.Header.Id.ToArray());
        request.Reply().Empty("done"u8, "urn:test:work"u8);
        return handle(id);
    }
}
