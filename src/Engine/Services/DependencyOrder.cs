using System.Diagnostics.CodeAnalysis;

namespace Meerkat.Engine.Services;

/// <summary>Puts what depends on each other in the order in which it can be started (Kahn's algorithm). Pure.</summary>
internal static class DependencyOrder
{
    /// <summary>
    /// Everything behind what it depends on; among those that could come next, the one listed first comes next. Dependencies
    /// that are not listed are left out of account. False if there is a circle, which is returned with its first name
    /// repeated at the end.
    /// </summary>
    public static bool TrySort<T>(
        IReadOnlyList<T> items,
        Func<T, string> nameOf,
        Func<T, IReadOnlyList<string>> dependenciesOf,
        out IReadOnlyList<T> sorted,
        [NotNullWhen(false)] out IReadOnlyList<string>? circle)
    {
        // A few dozen at most, so that the quadratic search costs nothing.
        var waiting = items.ToList();
        var ready = new List<T>(items.Count);
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(item => !dependenciesOf(item).Any(name => waiting.Exists(other => nameOf(other) == name)));
            if (next < 0)
            {
                (sorted, circle) = ([], FindCircle(waiting, nameOf, dependenciesOf));
                return false;
            }

            ready.Add(waiting[next]);
            waiting.RemoveAt(next);
        }

        (sorted, circle) = (ready, null);
        return true;
    }

    /// <summary>Each of these depends on another of them, so that following dependencies must come back.</summary>
    private static List<string> FindCircle<T>(
        List<T> items, Func<T, string> nameOf, Func<T, IReadOnlyList<string>> dependenciesOf)
    {
        List<string> path = [];
        var at = items[0];
        while (!path.Contains(nameOf(at)))
        {
            path.Add(nameOf(at));
            at = items.Find(other => dependenciesOf(at).Contains(nameOf(other)))!;
        }

        return [.. path.SkipWhile(name => name != nameOf(at)), nameOf(at)];
    }
}
