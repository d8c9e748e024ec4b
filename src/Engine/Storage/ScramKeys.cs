namespace Meerkat.Engine.Storage;

/// <summary>What is kept of a password for one hash: enough to verify, not enough to log in elsewhere (RFC 5802 §3).</summary>
public sealed record ScramKeys(byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey);
