namespace Meerkat.Parser.Tests.Xml;

/// <summary>What surrounds the bytes of a stream while it is fed.</summary>
public sealed record StreamSurroundings
{
    public static StreamSurroundings None { get; } = new();

    /// <summary>The offset of each input in its array.</summary>
    public int Offset { get; init; }

    /// <summary>What stands in the array behind each input.</summary>
    public byte[] Behind { get; init; } = [];

    /// <summary>The offsets in front of which the stream is restarted.</summary>
    public IReadOnlyList<int> Resets { get; init; } = [];
}
