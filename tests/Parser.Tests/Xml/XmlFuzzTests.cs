using System.Globalization;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// Random changes to realistic streams, cut at random, held against a reference. Case numbers are fixed, so a failure can
/// be repeated. <c>MEERKAT_FUZZ_SEED</c> names the first case and <c>MEERKAT_FUZZ_CASES</c> how many to try.
/// </summary>
public sealed class XmlFuzzTests
{
    // A build without optimisation takes three times as long, and is there for its assertions.
#if DEBUG
    private const int DefaultCases = 20_000;
#else
    private const int DefaultCases = 100_000;
#endif
    private const int CasesPerTest = 5_000;

    // Neither answer may be rare, or the comparison would say little.
    private const int LeastShareOfEach = 10;

    public static TheoryData<int, int> Runs
    {
        get
        {
            int first = Setting("MEERKAT_FUZZ_SEED", 1);
            int end = first + Setting("MEERKAT_FUZZ_CASES", DefaultCases);
            var runs = new TheoryData<int, int>();
            for (; first < end; first += CasesPerTest)
                runs.Add(first, Math.Min(CasesPerTest, end - first));
            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Scanner_agrees_with_the_reference_however_cut(int firstCase, int count)
    {
        int accepted = 0;
        for (int number = firstCase; number < firstCase + count; number++)
        {
            var random = new Random(Spread(number));
            byte[] stream = new StreamMutator(random).Next();
            accepted += StreamFeeder.Run(stream, StreamCheck.NoLimits, []).Verdict == "ok" ? 1 : 0;
            if (StreamCheck.FindProblem(stream, StreamCheck.SomeCuts(stream.Length, random)) is { } problem)
                Assert.Fail(Report(number, stream, problem));
        }

        if (count == CasesPerTest)
            Assert.InRange(accepted, count / LeastShareOfEach, count - (count / LeastShareOfEach));
    }

    [Fact]
    public void Nothing_behind_the_input_matters()
    {
        for (int number = 1; number <= 2_000; number++)
        {
            var random = new Random(Spread(number));
            byte[] stream = new StreamMutator(random).Next();
            StreamFeeder alone = StreamFeeder.Run(stream, StreamCheck.NoLimits, []);
            foreach (byte[] behind in StreamCheck.HostileBytes)
            {
                var around = new StreamSurroundings { Offset = random.Next(65), Behind = behind };
                StreamFeeder among = StreamFeeder.Run(stream, StreamCheck.NoLimits, [random.Next(stream.Length + 1)], around);
                Assert.True(
                    alone.Verdict == among.Verdict && alone.SettledEvents.SequenceEqual(among.SettledEvents),
                    $"case {number}: {alone.Verdict}, with more bytes behind: {among.Verdict}\n{StreamCheck.Escape(stream)}");
            }
        }
    }

    private static string Report(int number, byte[] stream, StreamProblem problem)
    {
        (byte[] small, StreamProblem smallProblem) = StreamCheck.Shrink(stream, problem);
        return $"""
            {problem.What}
            repeat:   MEERKAT_FUZZ_SEED={number} MEERKAT_FUZZ_CASES=1
            stream:   {StreamCheck.Escape(stream)}
            cuts:     [{string.Join(", ", problem.Cuts)}]
            smaller:  {StreamCheck.Escape(small)}
            its cuts: [{string.Join(", ", smallProblem.Cuts)}]: {smallProblem.What}
            """;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value : otherwise;

    // Seeds that follow one another give similar numbers. This is 2^32 divided by the golden ratio.
    private static int Spread(int number) => unchecked(number * (int)2_654_435_769);
}
