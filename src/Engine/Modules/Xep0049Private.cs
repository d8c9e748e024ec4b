using System.Text;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>Keeps XML elements for a user, one for each name and namespace (XEP-0049). Any turn.</summary>
[Xep("0049", "1.2")]
public sealed class Xep0049Private(EngineServices services, PrivateOptions options) : IModule, IIqHandler
{
    private const string Namespace = "jabber:iq:private";

    public void Register(ModuleBuilder builder) => builder
        .HandleAccountIq(StanzaType.Get, "query", Namespace, this)
        .HandleAccountIq(StanzaType.Set, "query", Namespace, this)
        .AddServerFeature(Namespace);

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        // §2.3: somebody else's storage is forbidden.
        if (!request.IsOwnAccount) return ValueTask.FromResult<StanzaError?>(StanzaError.Forbidden);

        return request.Type == StanzaType.Get ? GetAsync(request) : SetAsync(request);
    }

    private async ValueTask<StanzaError?> GetAsync(IqRequest request)
    {
        if (!TryGetOnlyElement(request, out var element)) return StanzaError.BadRequest;

        var key = KeyOf(element);
        var stored = await services.Stores.UserXml.GetAsync(request.Account, key).ConfigureAwait(false);
        Write(request, stored);
        return null;
    }

    private async ValueTask<StanzaError?> SetAsync(IqRequest request)
    {
        if (!HasStorableElements(request)) return StanzaError.NotAcceptable;

        foreach (var (key, bytes) in Elements(request))
        {
            var isStored = await services.Stores.UserXml
                .SetAsync(request.Account, key, bytes, options.MaxElements).ConfigureAwait(false);
            if (!isStored) return StanzaError.ResourceConstraint.Because("The private storage is full.");
        }

        return null;
    }

    private static void Write(IqRequest request, byte[]? stored)
    {
        TryGetOnlyElement(request, out var asked);
        var writer = request.Reply();
        writer.Start("query"u8, "jabber:iq:private"u8);
        // §2.2: nothing stored is answered with what was asked.
        writer.Raw(stored ?? StoredElement.Of(asked));
        writer.End("query"u8);
    }

    private static List<KeyValuePair<string, byte[]>> Elements(IqRequest request)
    {
        var elements = new List<KeyValuePair<string, byte[]>>();
        foreach (var child in request.Payload.Children) elements.Add(new(KeyOf(child), StoredElement.Of(child)));
        return elements;
    }

    /// <summary>§2.3: at least one element, each in a namespace of its own.</summary>
    private static bool HasStorableElements(IqRequest request)
    {
        var isAny = false;
        foreach (var child in request.Payload.Children)
        {
            isAny = true;
            if (child.Namespace.IsEmpty || child.Namespace.SequenceEqual("jabber:iq:private"u8)) return false;
        }

        return isAny;
    }

    private static bool TryGetOnlyElement(IqRequest request, out XmlElementReader element)
    {
        element = default;
        var count = 0;
        foreach (var child in request.Payload.Children)
        {
            element = child;
            count++;
        }

        return count == 1;
    }

    /// <summary>Where an element is kept in the user's XML.</summary>
    internal static string KeyOf(XmlElementReader element) =>
        KeyOf(Encoding.UTF8.GetString(element.Namespace), Encoding.UTF8.GetString(element.LocalName));

    /// <inheritdoc cref="KeyOf(XmlElementReader)"/>
    internal static string KeyOf(string elementNamespace, string name) => $"private {{{elementNamespace}}}{name}";
}
