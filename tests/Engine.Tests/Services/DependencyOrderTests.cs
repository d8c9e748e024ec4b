using FsCheck;
using FsCheck.Fluent;
using Meerkat.Engine.Services;
using Xunit;

namespace Meerkat.Engine.Tests.Services;

public sealed class DependencyOrderTests
{
    [Theory]
    [InlineData("a b c", "a b c")]
    [InlineData("a:c b c", "b c a")]
    [InlineData("a:b,c b:d c:d d", "d b c a")]
    [InlineData("a:nowhere b", "a b")]
    [InlineData("", "")]
    public void Listed_order_stays_but_for_dependencies(string items, string sorted)
    {
        Assert.True(TrySort(Parse(items), out var names, out _));
        Assert.Equal(sorted, string.Join(' ', names));
    }

    [Theory]
    [InlineData("a:a", "a a")]
    [InlineData("a:b b:a", "a b a")]
    [InlineData("x:a a:b b:c c:a y", "a b c a")]
    public void Circle_is_named(string items, string circle)
    {
        Assert.False(TrySort(Parse(items), out var names, out var found));
        Assert.Empty(names);
        Assert.Equal(circle, string.Join(' ', found!));
    }

    [Fact]
    public void Everything_comes_behind_what_it_depends_on()
    {
        // Dependencies on smaller numbers only, so that there is no circle; listed in any order.
        var graphs =
            from count in Gen.Choose(0, 12)
            from dependencies in Gen.ArrayOf(Gen.Choose(0, 11), count)
            from order in Gen.Shuffle(Enumerable.Range(0, count).ToArray())
            select order.Select(i => (Name: $"{i}", DependsOn: dependencies.Where(d => d < i).Select(d => $"{d}").ToArray())).ToArray();

        Prop.ForAll(graphs.ToArbitrary(), graph =>
        {
            Assert.True(TrySort(graph, out var sorted, out _));
            Assert.Equal(graph.Length, sorted.Count);
            Assert.All(graph, item => Assert.All(item.DependsOn, d => Assert.True(sorted.IndexOf(d) < sorted.IndexOf(item.Name))));
        }).QuickCheckThrowOnFailure();
    }

    private static (string Name, string[] DependsOn)[] Parse(string items) =>
    [
        .. items.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(item => item.Split(':'))
            .Select(parts => (parts[0], parts.Length > 1 ? parts[1].Split(',') : [])),
    ];

    private static bool TrySort(
        (string Name, string[] DependsOn)[] items, out List<string> names, out IReadOnlyList<string>? circle)
    {
        var isSorted = DependencyOrder.TrySort(items, item => item.Name, item => item.DependsOn, out var sorted, out circle);
        names = [.. sorted.Select(item => item.Name)];
        return isSorted;
    }
}
