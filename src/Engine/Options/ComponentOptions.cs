using System.Net;
using Meerkat.Engine.Access;
using Meerkat.Engine.Components;

namespace Meerkat.Engine.Options;

/// <summary>Where external components connect, and what holds for those who do. One of several groups. Immutable.</summary>
public sealed record ComponentOptions
{
    private static readonly ComponentSettings _settings = new();

    /// <summary>Endpoints for components; none: there are none. 8888 is MongooseIM's.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [];

    /// <summary>Endpoints for components that users are not to see among the items of their host.</summary>
    public IReadOnlyList<IPEndPoint> HiddenListen { get; init; } = [];

    /// <summary>TLS begins at once, with the certificates of the clients.</summary>
    public bool Tls { get; init; }

    /// <inheritdoc cref="ComponentSettings.Password"/>
    public Secret? Password { get; init; }

    /// <inheritdoc cref="ComponentSettings.Passwords"/>
    public IReadOnlyDictionary<string, Secret> Passwords { get; init; } = new Dictionary<string, Secret>();

    /// <inheritdoc cref="ComponentSettings.AllowedDomains"/>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    /// <summary>Who may write to the components: an access rule, or one of the ACLs that are always there.</summary>
    public string Access { get; init; } = Acl.All.Name;

    /// <inheritdoc cref="ComponentSettings.Shaper"/>
    public string Shaper { get; init; } = _settings.Shaper;

    /// <inheritdoc cref="ComponentSettings.ChecksFrom"/>
    public bool ChecksFrom { get; init; } = _settings.ChecksFrom;

    /// <inheritdoc cref="ComponentSettings.Conflict"/>
    public ComponentConflictPolicy Conflict { get; init; } = _settings.Conflict;

    /// <inheritdoc cref="ComponentSettings.StateTimeout"/>
    public TimeSpan StateTimeout { get; init; } = _settings.StateTimeout;

    /// <summary>Bytes of the largest stanza from a component. What it sends must fit into a client's outbox.</summary>
    public int MaxStanzaBytes { get; init; } = _settings.Xml.MaxStanzaBytes;

    /// <summary>Stanzas that may wait for a component.</summary>
    public int MaxQueuedStanzas { get; init; } = _settings.Connection.MaxOutboxAppends;

    /// <summary>Bytes that may wait for a component.</summary>
    public int MaxQueuedBytes { get; init; } = _settings.Connection.MaxOutboxBytes;

    internal IEnumerable<OptionMistake> Validate(LimitOptions limits)
    {
        if (Listen.Count + HiddenListen.Count == 0) yield break;

        if (Password is null && Passwords.Count == 0)
        {
            yield return new(
                ["components.password", "components.passwords", "components.listen"],
                "a component has to know a password; set password, or passwords for its domain");
        }

        if (MaxStanzaBytes > limits.MaxOutboxBytes)
        {
            yield return new(
                ["components.max_stanza", "limits.max_outbox"],
                $"a stanza of {MaxStanzaBytes} bytes does not fit into a client's outbox of {limits.MaxOutboxBytes}; lower it");
        }

        if (MaxQueuedBytes < limits.MaxStanzaBytes)
        {
            yield return new(
                ["components.max_queued", "limits.max_stanza"],
                $"a client's largest stanza, {limits.MaxStanzaBytes} bytes, does not fit; raise it");
        }
    }
}
