namespace Meerkat.LoadGen.Load;

/// <summary>What makes a user send: the arrival of an earlier message, or the clock.</summary>
internal enum LoopKind : byte
{
    Closed,
    Open,
}
