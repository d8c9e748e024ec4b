using System.Globalization;
using Xunit;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>
/// Whatever is sent, whoever answers it with what: the server makes a handful of stanzas of it. Case numbers are fixed;
/// <c>MEERKAT_FUZZ_SEED</c> names the first storm and <c>MEERKAT_FUZZ_CASES</c> how many inputs to try.
/// </summary>
public sealed class ErrorStormTests
{
#if DEBUG
    private const int DefaultInputs = 4_000;
#else
    private const int DefaultInputs = 20_000;
#endif
    private const int InputsPerStorm = 100;

    // Some twice the most, 18, that 700,000 inputs led to.
    private const int Limit = 40;

    [Fact]
    public async Task Case_10_no_input_leads_to_more_than_a_few_stanzas()
    {
        var storms = Setting("MEERKAT_FUZZ_CASES", DefaultInputs) / InputsPerStorm;
        var first = Setting("MEERKAT_FUZZ_SEED", 1);
        var (largest, cause) = (0L, "");
        for (var number = first; number < first + storms; number++)
        {
            var (count, input) = await RunAsync(number);
            if (count > largest) (largest, cause) = (count, $"storm {number}: {input}");
        }

        Console.WriteLine($"{storms * InputsPerStorm} inputs in {storms} storms: at most {largest} stanzas of one, {cause}");
    }

    private static async Task<(long Count, string Input)> RunAsync(int number)
    {
        await using var storm = await ErrorStorm.CreateAsync(new StormInputs(new Random(number)), Limit);
        var largest = (Count: 0L, Input: "");
        for (var i = 0; i < InputsPerStorm; i++)
        {
            var count = await storm.RunAsync();
            Assert.True(count <= Limit, $"MEERKAT_FUZZ_SEED={number}, input {i}: {storm.LastInput}\nled to {count} stanzas");
            if (count > largest.Count) largest = (count, storm.LastInput);
        }

        Assert.Equal(0, storm.Loops);
        // No more than registrations, of which each has at most one under way.
        Assert.InRange(storm.PendingRequests, 0, 4 * 20);
        return largest;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
