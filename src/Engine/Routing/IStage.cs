namespace Meerkat.Engine.Routing;

/// <summary>A step that every stanza passes, in listed order. Called concurrently by all turns.</summary>
public interface IStage
{
    /// <summary>Must not block; the stanza's bytes are borrowed until return.</summary>
    Verdict Process(in Stanza stanza);
}
