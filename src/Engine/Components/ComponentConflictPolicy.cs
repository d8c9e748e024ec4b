namespace Meerkat.Engine.Components;

/// <summary>What happens when a component connects for a domain that another one has.</summary>
public enum ComponentConflictPolicy : byte
{
    /// <summary>The new connection is told <c>conflict</c>.</summary>
    Disconnect,

    /// <summary>The old connection is told <c>conflict</c>, and the new one takes its place.</summary>
    KickOld,
}
