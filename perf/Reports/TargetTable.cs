using Meerkat.Perf.Measure;

namespace Meerkat.Perf.Reports;

/// <summary>The table of what we are held to, and whether it was met.</summary>
internal static class TargetTable
{
    public static void Write(IReadOnlyList<Target> targets, TextWriter output)
    {
        var table = new Table("target", "measured", "must", "goal", "verdict");
        foreach (Target target in targets)
        {
            string sign = target.Sense == TargetSense.AtLeast ? "≥" : "≤";
            table.Add(
                target.Name,
                target.Value?.ToString("0.00") ?? "–",
                $"{sign} {target.Must:0.##}",
                $"{sign} {target.Goal:0.##}",
                target.Verdict);
        }

        table.WriteTo(output);
    }
}
