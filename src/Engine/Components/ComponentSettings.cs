using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Components;

/// <summary>What holds for the components of one listener. Immutable; any thread.</summary>
public sealed record ComponentSettings
{
    /// <summary>Of every component without one of its own; null: there are no others.</summary>
    public Secret? Password { get; init; }

    /// <summary>By domain, as components name it in their stream header.</summary>
    public IReadOnlyDictionary<Jid, Secret> Passwords { get; init; } = new Dictionary<Jid, Secret>();

    /// <summary>The domains that components may name in their stream header; none: any.</summary>
    public IReadOnlyList<Jid> AllowedDomains { get; init; } = [];

    /// <summary>Who may write to the components.</summary>
    public IAccessRule Access { get; init; } = AccessRules.All;

    /// <summary>The name of what limits how fast each component may send.</summary>
    public string Shaper { get; init; } = ShaperRate.None;

    /// <summary>Components may write from their own domains only, not in the name of others.</summary>
    public bool ChecksFrom { get; init; } = true;

    /// <summary>Users do not see the components among the items of their host.</summary>
    public bool IsHidden { get; init; }

    public ComponentConflictPolicy Conflict { get; init; }

    /// <summary>How long the stream header, and after it the handshake, may take. 5 s is MongooseIM's.</summary>
    public TimeSpan StateTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the connections may hold. 10,000 stanzas are some seconds of a component written in Python; 16 MiB are
    /// as many of 1.6 KiB.</summary>
    public ConnectionLimits Connection { get; init; } = new(264 * 1024, 16 * 1024 * 1024, 10_000);

    public XmlLimits Xml { get; init; } = XmlLimits.Default;

    /// <summary>The password of a component that names this domain; null: it has none, and may not come in.</summary>
    internal Secret? PasswordOf(Jid domain) => Passwords.GetValueOrDefault(domain, Password!);

    internal bool Allows(Jid domain) => AllowedDomains.Count == 0 || AllowedDomains.Contains(domain);
}
