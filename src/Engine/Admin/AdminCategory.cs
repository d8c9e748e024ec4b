namespace Meerkat.Engine.Admin;

/// <summary>Commands about one thing. Immutable; any thread.</summary>
public sealed record AdminCategory(string Name, string Help, IReadOnlyList<AdminCommand> Commands);
