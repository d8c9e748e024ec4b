using FsCheck;
using FsCheck.Fluent;
using Meerkat.LoadGen.Load;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class SequenceCheckerTests
{
    [Theory]
    [InlineData(new uint[] { 1, 2, 3, 4 }, 0, 0, 0)]
    [InlineData(new uint[] { 1, 2, 4 }, 1, 0, 0)]
    [InlineData(new uint[] { 1, 2, 3 }, 1, 0, 0)]
    [InlineData(new uint[] { 2, 3, 4 }, 1, 0, 0)]
    [InlineData(new uint[] { 1, 2, 2, 3, 4 }, 0, 1, 0)]
    [InlineData(new uint[] { 1, 3, 2, 4 }, 0, 0, 1)]
    [InlineData(new uint[] { 4, 3, 2, 1 }, 0, 0, 3)]
    [InlineData(new uint[] { 1, 4, 2, 3 }, 0, 0, 2)]
    [InlineData(new uint[] { 1, 4, 2, 2 }, 1, 1, 1)]
    [InlineData(new uint[] { }, 4, 0, 0)]
    public void Checker_of_four_messages_tells_what_went_wrong(uint[] arrivals, int lost, int duplicated, int reordered)
    {
        var checker = new SequenceChecker();

        foreach (var number in arrivals)
            checker.Accept(number);

        Assert.Equal((lost, duplicated, reordered), (checker.Lost(4), checker.Duplicated, checker.Reordered));
    }

    [Fact]
    public void Checker_agrees_with_a_plain_set()
    {
        var arrivals = Gen.Choose(1, 50).ListOf().ToArbitrary();

        Prop.ForAll(arrivals, AgreesWithSet).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Checker_with_more_gaps_than_it_remembers_still_counts_losses()
    {
        var checker = new SequenceChecker();

        for (uint number = 2; number <= 20_000; number += 2)
            checker.Accept(number);

        Assert.Equal(10_000, checker.Lost(20_000));
    }

    private static bool AgreesWithSet(IList<int> arrivals)
    {
        var checker = new SequenceChecker();
        var seen = new HashSet<int>();
        var (duplicated, reordered, highest) = (0, 0, 0);
        foreach (var number in arrivals)
        {
            checker.Accept((uint)number);
            if (!seen.Add(number))
                duplicated++;
            else if (number < highest)
                reordered++;
            highest = Math.Max(highest, number);
        }

        return (checker.Distinct, checker.Lost(50), checker.Duplicated, checker.Reordered)
            == (seen.Count, 50 - seen.Count, duplicated, reordered);
    }
}
