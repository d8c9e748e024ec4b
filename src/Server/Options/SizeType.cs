namespace Meerkat.Server.Options;

/// <summary>A number of bytes: <c>4096B</c>, <c>256KiB</c>, <c>64MiB</c>, <c>1GiB</c>.</summary>
internal sealed class SizeType(int min, int max) : UnitType<int>(min, max)
{
    public override string Placeholder => "SIZE";

    protected override IReadOnlyList<(string Name, long Factor)> Units { get; } =
        [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

    protected override string Example => "256KiB";

    protected override long ToNumber(int value) => value;

    protected override int FromNumber(long number) => (int)Math.Min(number, int.MaxValue);
}
