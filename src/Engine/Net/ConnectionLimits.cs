namespace Meerkat.Engine.Net;

/// <summary>What one connection may hold. Immutable; shared by the connections of a listener.</summary>
/// <param name="MaxReceiveBytes">Bytes that its owner has not consumed.</param>
/// <param name="MaxOutboxBytes">Bytes that wait for a peer that does not read.</param>
/// <param name="MaxOutboxAppends">Appends among them: stanzas, mostly.</param>
public sealed record ConnectionLimits(int MaxReceiveBytes, int MaxOutboxBytes, int MaxOutboxAppends = int.MaxValue);
