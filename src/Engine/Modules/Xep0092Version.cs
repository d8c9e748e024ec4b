using System.Reflection;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>Says which software this is, but not what it runs on (XEP-0092). Any turn.</summary>
[Xep("0092", "1.1")]
public sealed class Xep0092Version : IModule, IIqHandler
{
    private const string Namespace = "jabber:iq:version";

    /// <summary>The version of this server.</summary>
    public static string Version { get; } =
        typeof(Xep0092Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
            .Split('+')[0];

    public void Register(ModuleBuilder builder) => builder
        .HandleServerIq(StanzaType.Get, "query", Namespace, this)
        .AddServerFeature(Namespace);

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        var writer = request.Reply();
        writer.Start("query"u8, "jabber:iq:version"u8);
        writer.Element("name"u8, "Meerkat"u8);
        writer.Element("version"u8, Version);
        writer.End("query"u8);
        return ValueTask.FromResult<StanzaError?>(null);
    }
}
