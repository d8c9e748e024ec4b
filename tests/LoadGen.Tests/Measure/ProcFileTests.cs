using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class ProcFileTests
{
    [Fact]
    public void Stat_command_with_spaces_and_parentheses_is_skipped()
    {
        const string stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 1 2 3 4 250 150 7 8 20 0 9 0 100 1000 10";

        var isValid = ProcFile.TryParseCpu(stat, out var cpu);

        Assert.True(isValid);
        Assert.Equal(TimeSpan.FromSeconds(4), cpu);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (server")]
    [InlineData("42 (server) S 1 2 3")]
    [InlineData("42 (server) S 1 42 42 0 -1 4194560 1 2 3 4 x y 7 8")]
    public void Stat_malformed_is_refused(string stat) => Assert.False(ProcFile.TryParseCpu(stat, out _));

    [Fact]
    public void Kilobytes_are_found_by_the_whole_name()
    {
        const string rollup = "55d0-7ff [rollup]\nRss:               10 kB\nPss_Anon:           7 kB\nPss:                8 kB\n";

        Assert.Equal(10 * 1024, ProcFile.ParseKilobytes(rollup, "Rss"));
        Assert.Equal(8 * 1024, ProcFile.ParseKilobytes(rollup, "Pss"));
        Assert.Null(ProcFile.ParseKilobytes(rollup, "Swap"));
    }

    [Theory]
    [InlineData("Max open files            20000                20000                files", 20000)]
    [InlineData("Max open files            unlimited            unlimited            files", null)]
    [InlineData("Max processes             100                  100                  processes", null)]
    public void Open_files_limit_is_the_soft_one(string limits, int? expected) =>
        Assert.Equal(expected, (int?)ProcFile.ParseOpenFilesLimit(limits));

    [Fact]
    public void File_that_is_not_there_reads_as_null() => Assert.Null(ProcFile.ReadOrNull("/proc/self/no-such-file"));
}
