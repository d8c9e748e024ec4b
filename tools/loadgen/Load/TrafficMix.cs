using System.Globalization;

namespace Meerkat.LoadGen.Load;

/// <summary>What users do, and how often each: <c>chat=80,presence=5,ping=10</c>. Immutable.</summary>
internal sealed record TrafficMix(IReadOnlyList<int> Weights)
{
    private const int MaxWeight = 1_000_000;

    private static readonly string[] _names = ["chat", "presence", "ping", "roster", "disco"];

    /// <summary>By the order of <see cref="TrafficKind"/>.</summary>
    public static IReadOnlyList<string> Names => _names;

    /// <summary>Null if it names something else, or has no weight above 0.</summary>
    public static TrafficMix? Parse(string text)
    {
        var weights = new int[_names.Length];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var pair = part.Split('=');
            var kind = Array.IndexOf(_names, pair[0]);
            if (pair.Length != 2 || kind < 0
                || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out weights[kind])
                || weights[kind] > MaxWeight)
                return null;
        }

        return weights.Sum() > 0 ? new TrafficMix(weights) : null;
    }

    /// <summary>One kind, as often as its weight says.</summary>
    public TrafficKind Next(Random random)
    {
        var rest = random.Next(Weights.Sum());
        var kind = 0;
        while (rest >= Weights[kind])
            rest -= Weights[kind++];
        return (TrafficKind)kind;
    }

    public override string ToString() => string.Join(',', Names.Zip(Weights, (name, weight) => $"{name}={weight}"));
}

/// <summary>One thing that a user of a mix does.</summary>
internal enum TrafficKind : byte
{
    Chat,
    Presence,
    Ping,
    Roster,
    Disco,
}
