namespace Meerkat.Perf.Peers;

/// <summary>Messages a second, of all users together.</summary>
/// <param name="Name">Of the rate.</param>
/// <param name="PerSecond">Null: a part of what the server itself can do.</param>
internal sealed record FixedRate(string Name, int? PerSecond)
{
    /// <summary>Of the most that a server has delivered.</summary>
    public const double Part = 0.2;

    public static FixedRate Low { get; } = new("1000", 1000);

    public static FixedRate High { get; } = new("5000", 5000);

    public static FixedRate OwnPart { get; } = new("own20", null);

    public static IReadOnlyList<FixedRate> All { get; } = [Low, High, OwnPart];
}
