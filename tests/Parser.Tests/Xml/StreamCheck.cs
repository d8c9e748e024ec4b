using System.Globalization;
using System.Text;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <param name="What">What is wrong.</param>
/// <param name="Cuts">The offsets where the stream was cut.</param>
internal sealed record StreamProblem(string What, IReadOnlyList<int> Cuts);

/// <summary>Holds the scanner against <see cref="XmlReaderOracle"/>, and against itself where a stream is cut.</summary>
internal static class StreamCheck
{
    public const string Ok = "ok";
    public const string Incomplete = "incomplete";
    public const string NotWellFormed = "not-well-formed";
    public const string Restricted = "restricted-xml";
    public const string UnsupportedEncoding = "unsupported-encoding";
    public const string Policy = "policy";

    public const string Open = "<s xmlns='urn:d' xmlns:p='urn:p'>";
    public const string Close = "</s>";

    // Limits are tested elsewhere; the reference has none.
    public static XmlLimits NoLimits { get; } = new()
    {
        MaxStanzaBytes = 1 << 24,
        MaxHeaderBytes = 1 << 24,
        MaxDepth = 1 << 12,
        MaxAttributes = 1 << 12,
        MaxNameBytes = 1 << 12,
        MaxValueBytes = 1 << 24,
        MaxPrefixes = 1 << 14,
    };

    /// <summary>What could mislead a scanner that looked behind its input.</summary>
    public static IReadOnlyList<byte[]> HostileBytes { get; } =
    [
        Repeat(">"u8), Repeat("'"u8), Repeat("\""u8), Repeat("]]>"u8), Repeat("amp;"u8), Repeat("\n"u8), Repeat("<![CDATA["u8),
        Repeat("/></a>"u8), Repeat("\0"u8), Repeat([0x80]), Repeat([0xBF, 0xBE, 0x80]), Repeat([0xFF]), Repeat("x='1' "u8),
    ];

    /// <summary>Cut bytewise, in sevens, at a few places and at many: two of these.</summary>
    public static IReadOnlyList<int[]> SomeCuts(int length, Random random)
    {
        int[][] ways =
        [
            Every(1, length),
            Every(7, length),
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(length + 1))],
            [.. Enumerable.Range(0, length).Where(_ => random.Next(5) == 0)],
        ];
        int first = random.Next(4);
        return [ways[first], ways[(first + random.Next(1, 4)) % 4]];
    }

    /// <summary>In pieces of 1, 2, 3 and 7 bytes, and once at every place.</summary>
    public static IEnumerable<int[]> AllCuts(int length) =>
        [Every(1, length), Every(2, length), Every(3, length), Every(7, length), .. Enumerable.Range(1, length).Select(cut => new[] { cut })];

    /// <summary>Asserts that a stream is taken this way however it is cut, and that the reference agrees.</summary>
    public static void AssertVerdict(byte[] stream, params string[] verdicts)
    {
        StreamFeeder whole = StreamFeeder.Run(stream, NoLimits, []);
        Assert.True(verdicts.Contains(whole.Verdict), $"{whole.Verdict}: {Escape(stream)}");
        StreamProblem? problem = FindProblem(stream, AllCuts(stream.Length));
        Assert.True(problem is null, $"{problem?.What}: {Escape(stream)} [{string.Join(", ", problem?.Cuts ?? [])}]");
    }

    /// <summary>The same for what stands in an open stream.</summary>
    public static void AssertVerdictOf(string content, params string[] verdicts) =>
        AssertVerdict(Samples.Utf8(Open + content + Close), verdicts);

    /// <summary>What is wrong with how the scanner takes a stream, or null.</summary>
    public static StreamProblem? FindProblem(byte[] stream, IEnumerable<int[]> ways)
    {
        StreamFeeder whole = StreamFeeder.Run(stream, NoLimits, []);
        if ((Compare(stream, whole) ?? whole.Fault) is { } difference)
            return new StreamProblem(difference, []);
        foreach (int[] cuts in ways)
        {
            StreamFeeder cut = StreamFeeder.Run(stream, NoLimits, cuts);
            if (whole.Verdict != cut.Verdict)
                return new StreamProblem($"{whole.Verdict}, but cut {cut.Verdict}", cuts);
            if (!whole.SettledEvents.SequenceEqual(cut.SettledEvents))
                return new StreamProblem($"{whole.Verdict}, other events where cut", cuts);
            if (cut.Fault is not null)
                return new StreamProblem(cut.Fault, cuts);
        }

        return null;
    }

    /// <summary>A shorter stream with a problem, found by leaving out ever smaller pieces.</summary>
    public static (byte[] Stream, StreamProblem Problem) Shrink(byte[] stream, StreamProblem problem)
    {
        for (int size = stream.Length / 2; size > 0; size /= 2)
        {
            for (int start = 0; start + size <= stream.Length;)
            {
                byte[] shorter = [.. stream[..start], .. stream[(start + size)..]];
                if (FindProblem(shorter, [Every(1, shorter.Length), Every(7, shorter.Length)]) is { } stillThere)
                    (stream, problem) = (shorter, stillThere);
                else
                    start += size;
            }
        }

        return (stream, problem);
    }

    /// <summary>Bytes as they would be written in C.</summary>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (byte value in bytes)
        {
            _ = value switch
            {
                (byte)'\\' => text.Append(@"\\"),
                (byte)'\n' => text.Append(@"\n"),
                >= 0x20 and < 0x7F => text.Append((char)value),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}"),
            };
        }

        return text.ToString();
    }

    private static int[] Every(int size, int length) => [.. Enumerable.Range(1, length / size).Select(i => i * size)];

    private static byte[] Repeat(ReadOnlySpan<byte> bytes) => [.. Enumerable.Repeat(bytes.ToArray(), 64).SelectMany(item => item)];

    private static string? Compare(byte[] stream, StreamFeeder run)
    {
        OracleAnswer answer = XmlReaderOracle.Read(stream);
        if (!IsRight(run.Verdict, answer, stream))
            return $"{run.Verdict}, the reference says {answer.Verdict}";
        if (run.Verdict == "ok" && answer.Verdict == OracleVerdict.Ok)
            return run.Events.SequenceEqual(answer.Events) ? null : "ok, other events than the reference has";
        return AreRightInFront(run, answer) ? null : $"{run.Verdict}, other events in front of that than the reference has";
    }

    // All that comes in front of what is wrong or missing must be told, but for the unit that is refused.
    private static bool AreRightInFront(StreamFeeder run, OracleAnswer answer)
    {
        IReadOnlyList<StreamEvent> told = run.SettledEvents;
        int least = run.Verdict == Incomplete
            ? StreamFeeder.WithoutText(answer.Events).Count : StreamFeeder.WholeUnits(answer.Events).Count;
        return answer.Events.Take(told.Count).SequenceEqual(told) && StreamFeeder.WithoutText(told).Count >= least;
    }

    private static bool IsRight(string verdict, OracleAnswer right, byte[] stream) => right.Verdict switch
    {
        OracleVerdict.Ok => verdict == "ok" || (verdict == "not-well-formed" && stream[^1] >= 0x80),
        OracleVerdict.Restricted => verdict == "restricted-xml" || (verdict == "not-well-formed" && HasEnded(right.Events)),
        OracleVerdict.UnsupportedEncoding => verdict == "unsupported-encoding",

        // The reference may have asked for more than it needed, and comments are refused before they end.
        OracleVerdict.Incomplete => verdict == "incomplete" || IsRightError(verdict, stream),
        _ => IsRightError(verdict, stream) || (verdict == "incomplete" && IsWrongInLastTagOnly(stream)),
    };

    // Behind the end of the stream nothing is looked at any more.
    private static bool HasEnded(IReadOnlyList<StreamEvent> events) =>
        events.Any() && events.Count(item => item.Kind == "start") == events.Count(item => item.Kind == "end");

    private static bool IsRightError(string verdict, ReadOnlySpan<byte> stream) => verdict switch
    {
        "not-well-formed" => true,
        "restricted-xml" => stream.IndexOfAny("?!&"u8) >= 0,
        "unsupported-encoding" => stream.StartsWith("<?xml"u8) || stream[..Math.Min(stream.Length, "<?xml".Length)].IndexOfAny<byte>(0xFE, 0xFF, 0) >= 0,
        _ => false,
    };

    // A scanner may judge a tag when it is whole.
    private static bool IsWrongInLastTagOnly(byte[] stream)
    {
        int start = stream.AsSpan().LastIndexOf((byte)'<');
        return start >= 0 && XmlReaderOracle.Read(stream[..start]).Verdict == OracleVerdict.Incomplete;
    }
}
