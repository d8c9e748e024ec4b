using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class ProgressLineTests
{
    [Fact]
    public void Progress_without_terminal_writes_nothing()
    {
        using var output = new StringWriter();
        var progress = new ProgressLine(output, TerminalKind.None);

        progress.Show("load", 10, 20, "messages", new LatencyHistogram(), new ServerProbe([]));
        progress.Clear();

        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void Progress_on_a_terminal_writes_one_line_and_takes_it_away()
    {
        using var output = new StringWriter();
        var progress = new ProgressLine(output, TerminalKind.Interactive);

        progress.Show("load", 10, 20, "messages", new LatencyHistogram(), new ServerProbe([]));
        progress.Clear();

        Assert.Contains("load: 10 online", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output.ToString());
        Assert.EndsWith(" \r", output.ToString(), StringComparison.Ordinal);
    }
}
