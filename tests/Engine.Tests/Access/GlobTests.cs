using System.Text;
using System.Text.RegularExpressions;
using Meerkat.Engine.Access;
using Xunit;

namespace Meerkat.Engine.Tests.Access;

public sealed class GlobTests
{
    [Theory]
    [InlineData("romeo", "romeo", true)]
    [InlineData("romeo", "romeo2", false)]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("*", "romeo", true)]
    [InlineData("?", "", false)]
    [InlineData("guest-*", "guest-", true)]
    [InlineData("guest-*", "guest", false)]
    [InlineData("*.example.com", "a.b.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    [InlineData("a*bc", "abcbc", true)]
    [InlineData("a*bc", "abcbcd", false)]
    [InlineData("r?meo", "römeo", true)]
    [InlineData("?", "𝄞", true)]
    [InlineData("??", "ö", false)]
    [InlineData("*?", "ö", true)]
    [InlineData("*?x", "öx", true)]
    [InlineData("a.c", "abc", false)]
    public void Glob_matches_what_it_says(string pattern, string text, bool expected)
    {
        Assert.Equal(expected, new Glob(pattern).Matches(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Glob_agrees_with_a_regular_expression_on_all_short_texts()
    {
        foreach (var pattern in Words("ab*?", 5))
        {
            var glob = new Glob(pattern);
            var reference = new Regex($"^{Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".")}$", RegexOptions.NonBacktracking);
            foreach (var text in Words("ab", 5))
                Assert.True(reference.IsMatch(text) == glob.Matches(Encoding.UTF8.GetBytes(text)), $"{pattern} {text}");
        }
    }

    private static IEnumerable<string> Words(string alphabet, int maxLength)
    {
        string[] words = [""];
        yield return "";
        for (var length = 1; length <= maxLength; length++)
        {
            words = [.. words.SelectMany(word => alphabet.Select(letter => word + letter))];
            foreach (var word in words) yield return word;
        }
    }
}
