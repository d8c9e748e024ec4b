namespace Meerkat.Engine.Storage;

/// <summary>A message kept for a user who is not there: the stanza as it will be delivered, <c>from</c> and delay stamp included.</summary>
public sealed record OfflineMessage(long Id, byte[] Stanza);
