namespace Meerkat.Engine.Storage;

/// <summary>The SCRAM keys of an account, one set for each hash. The password itself is never stored.</summary>
public sealed record Credentials(ScramKeys Sha1, ScramKeys Sha256, ScramKeys Sha512);
