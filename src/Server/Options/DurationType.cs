namespace Meerkat.Server.Options;

/// <summary>A length of time: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>.</summary>
internal sealed class DurationType(TimeSpan min, TimeSpan max) : UnitType<TimeSpan>(min, max)
{
    public override string Placeholder => "DURATION";

    protected override IReadOnlyList<(string Name, long Factor)> Units { get; } =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    protected override string Example => "30s";

    protected override long ToNumber(TimeSpan value) => (long)value.TotalMilliseconds;

    protected override TimeSpan FromNumber(long number) =>
        number > TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(number);
}
