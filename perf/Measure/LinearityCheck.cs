using System.Text;
using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Measure;

/// <summary>
/// Is a token that comes byte by byte scanned once? Feeds our scanner long ones and tells what a byte costs at each length.
/// </summary>
internal static class LinearityCheck
{
    // The least of so many runs counts: a check of growth wants no noise.
    private const int Runs = 3;

    private const int LongestBytes = 1024 * 1024;

    private const string Header = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    private static readonly XmlLimits _limits =
        XmlLimits.Default with { MaxStanzaBytes = 2 * LongestBytes, MaxValueBytes = LongestBytes };

    public static IReadOnlyList<int> TokenBytes { get; } = [LongestBytes / 4, LongestBytes / 2, LongestBytes];

    public static IReadOnlyList<TokenGrowth> Run()
    {
        WarmUp.UntilSettled(() => Measure());
        return Measure();
    }

    private static IReadOnlyList<TokenGrowth> Measure() =>
    [
        Measure("attribute value", "<message id='", "'/>"),
        Measure("text", "<message>", "</message>"),
        Measure("CDATA section", "<message><![CDATA[", "]]></message>"),
    ];

    private static TokenGrowth Measure(string token, string before, string after)
    {
        var costs = new List<double>();
        foreach (int bytes in TokenBytes)
        {
            byte[] stream = Encoding.UTF8.GetBytes(Header + before + new string('x', bytes) + after);
            costs.Add(Enumerable.Range(0, Runs).Min(_ => Feed(stream)) / (double)bytes);
        }

        return new TokenGrowth(token, costs);
    }

    private static long Feed(byte[] stream)
    {
        var scanner = new XmlStreamScanner(_limits);
        long start = ThreadClock.Nanoseconds();
        int consumed = 0;
        for (int length = 1; length <= stream.Length; length++)
        {
            XmlScanResult result = scanner.Scan(stream.AsSpan(consumed, length - consumed));
            if (result.Status == XmlScanStatus.Error)
                throw new InvalidOperationException($"The scanner refuses a long token: {scanner.Error}.");
            consumed += result.Consumed;
        }

        return ThreadClock.Nanoseconds() - start;
    }
}
