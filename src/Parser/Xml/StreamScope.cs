namespace Meerkat.Parser.Xml;

/// <summary>
/// The namespace declarations of a stream header, in force for every element of the stream. Immutable; the common
/// client header shares one instance.
/// </summary>
public sealed class StreamScope
{
    /// <summary>Default namespace <c>jabber:client</c>, prefix <c>stream</c> bound to the streams namespace.</summary>
    public static StreamScope Client { get; } = null!;

    public ReadOnlySpan<byte> DefaultNamespace => throw new NotImplementedException();

    /// <summary>The namespace bound to a prefix, or empty. <c>xml</c> is always bound.</summary>
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> prefix) => throw new NotImplementedException();
}
