namespace Meerkat.Engine.Net;

/// <summary>Limits and times of connections. Immutable; one per node. A limit of 0 means none, where it says so.</summary>
public sealed record NetOptions
{
    public AdmissionOptions Admission { get; init; } = new();

    /// <summary>Bytes a connection may hold that its owner has not consumed: the longest stanza and what surrounds it.</summary>
    // 256 KiB, the default stanza limit, and 8 KiB for the stream header or the begin of the next stanza before it.
    public int MaxReceiveBytes { get; init; } = 264 * 1024;

    /// <summary>Bytes offered to the first receive when bytes come in. A sender that fills them is offered more.</summary>
    // Rented only while bytes are under way, so the size costs nothing while idle. A batch of some ten stanzas.
    public int ReceiveBufferBytes { get; init; } = 4096;

    /// <summary>Bytes that may wait for a peer that does not read. Over it the connection is closed.</summary>
    // Four of the longest stanzas; a roster of 1,000 items is about 100 KiB.
    public int MaxOutboxBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes one turn reads before it lets others run.</summary>
    // 64 KiB is 100-600 stanzas: 0.1-1 ms of work.
    public int MaxTurnBytes { get; init; } = 64 * 1024;

    /// <summary>How long the presence of contacts may wait for more to the same recipient; 0: not at all.</summary>
    // Nobody sees the difference, and in a storm of comings and goings each recipient gets many in one send.
    public TimeSpan PresenceDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Bytes the buffer pool keeps for the next rental.</summary>
    public long MaxPooledBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>From our close to the peer's: how long unsent bytes and the peer's FIN are waited for.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a TLS handshake may take, its wait for the start included.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>TLS handshakes that compute at once; others wait in order.</summary>
    // Enough that no processor waits for the next one; few enough that others wait for a few milliseconds at most where
    // they need the pool too.
    public int MaxHandshakes { get; init; } = Math.Max(8, 2 * Environment.ProcessorCount);

    /// <summary>Throws with every mistake in its message.</summary>
    public void Validate()
    {
        List<string> mistakes = [];
        AddIfBelow(mistakes, nameof(MaxReceiveBytes), MaxReceiveBytes, 10_000); // RFC 6120 §13.12
        AddIfBelow(mistakes, nameof(ReceiveBufferBytes), ReceiveBufferBytes, BufferPool.SmallestBytes);
        AddIfBelow(mistakes, nameof(MaxOutboxBytes), MaxOutboxBytes, 10_000);
        AddIfBelow(mistakes, nameof(MaxTurnBytes), MaxTurnBytes, 1024);
        AddIfBelow(mistakes, nameof(PresenceDelay), PresenceDelay.Ticks, 0);
        AddIfBelow(mistakes, nameof(MaxPooledBytes), MaxPooledBytes, 0);
        AddIfBelow(mistakes, nameof(CloseTimeout), CloseTimeout.Ticks, 0);
        AddIfBelow(mistakes, nameof(HandshakeTimeout), HandshakeTimeout.Ticks, 1);
        AddIfBelow(mistakes, nameof(MaxHandshakes), MaxHandshakes, 1);
        Admission.AddMistakes(mistakes);
        if (mistakes.Count > 0)
            throw new ArgumentException(string.Join(' ', mistakes));
    }

    internal static void AddIfBelow(List<string> mistakes, string name, long value, long least)
    {
        if (value < least)
            mistakes.Add($"{name} is {value}, but must be at least {least}.");
    }
}
