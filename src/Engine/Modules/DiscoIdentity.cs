namespace Meerkat.Engine.Modules;

/// <summary>A disco identity, by the registry of categories (XEP-0030 §3.1).</summary>
public sealed record DiscoIdentity(string Category, string Type, string? Name = null);
