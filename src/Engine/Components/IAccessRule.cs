using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Components;

/// <summary>Who may use something: one question, asked for every stanza. Called concurrently; allocates nothing.</summary>
public interface IAccessRule
{
    bool Allows(JidView sender);
}
