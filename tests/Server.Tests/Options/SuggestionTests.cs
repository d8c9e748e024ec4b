using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Options;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("max_conections", "max_connections")]
    [InlineData("max_dpeth", "max_depth")]
    [InlineData("certificat", "certificate")]
    [InlineData("Key", "key")]
    [InlineData("kye", "key")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void Nearest_word_is_found_only_when_near(string word, string? expected)
    {
        Assert.Equal(expected, Suggestion.Nearest(word, ["max_connections", "max_depth", "certificate", "key"]));
    }

    [Fact]
    public void Nearest_word_of_none_is_none()
    {
        Assert.Null(Suggestion.Nearest("word", []));
    }
}
