namespace Meerkat.Perf.Measure;

/// <summary>A figure that we are held to.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Value">Null if it was not measured.</param>
/// <param name="Must">Short of this it has failed.</param>
/// <param name="Goal">Where it is to go.</param>
/// <param name="Sense">Whether more or less is better.</param>
internal sealed record Target(string Name, double? Value, double Must, double Goal, TargetSense Sense)
{
    public string Verdict
    {
        get
        {
            if (Value is not { } value)
                return "not measured";
            if (IsMet(value, Goal))
                return "goal met";
            return IsMet(value, Must) ? "must met" : "MISSED";
        }
    }

    private bool IsMet(double value, double bound) => Sense == TargetSense.AtLeast ? value >= bound : value <= bound;
}

internal enum TargetSense : byte
{
    AtLeast,
    AtMost,
}
