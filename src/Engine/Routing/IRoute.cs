namespace Meerkat.Engine.Routing;

/// <summary>A class of destinations beyond the served hosts: components, other data centres, other servers. Asked in
/// listed order. Called concurrently by all turns.</summary>
public interface IRoute
{
    /// <summary><see cref="Verdict.Continue"/> if the destination is none of this route's.</summary>
    Verdict Route(in Stanza stanza);
}
