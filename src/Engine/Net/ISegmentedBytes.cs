namespace Meerkat.Engine.Net;

/// <summary>
/// Bytes in pieces, to be written as one append: usually a ref struct of spans. <see cref="CopyTo"/> runs under the
/// outbox gate: it copies and does nothing else.
/// </summary>
public interface ISegmentedBytes
{
    /// <summary>The sum of the pieces. Must not change between the two calls.</summary>
    int Length { get; }

    /// <summary>Writes exactly <see cref="Length"/> bytes.</summary>
    void CopyTo(Span<byte> destination);
}
