namespace Meerkat.Perf.Measure;

/// <summary>What a token costs that comes byte by byte, by its length.</summary>
/// <param name="Token">Which.</param>
/// <param name="NanosecondsPerByte">At each of <see cref="LinearityCheck.TokenBytes"/>.</param>
internal sealed record TokenGrowth(string Token, IReadOnlyList<double> NanosecondsPerByte)
{
    /// <summary>1 if the cost grows as the length, 4 if it grows as its square.</summary>
    public double Growth => NanosecondsPerByte[^1] / NanosecondsPerByte[0];
}
