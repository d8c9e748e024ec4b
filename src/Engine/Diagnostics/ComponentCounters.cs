using Meerkat.Engine.Net;

namespace Meerkat.Engine.Diagnostics;

/// <summary>What component streams count. Any thread.</summary>
public sealed class ComponentCounters
{
    /// <summary>Streams that have their domains.</summary>
    public StripedCounter Connected { get; } = new();

    public StripedCounter AuthenticationsFailed { get; } = new();

    /// <summary>After decryption.</summary>
    public StripedCounter BytesReceived { get; } = new();

    /// <summary>Of stanzas, before encryption.</summary>
    public StripedCounter BytesSent { get; } = new();
}
