using System.Text;
using Meerkat.Server.Toml;
using Xunit;

namespace Meerkat.Server.Tests.Toml;

/// <summary>What the corpus does not say: positions, and how reading goes on. Mistakes are in Options/Mistakes
/// too.</summary>
public sealed class TomlReaderTests
{
    [Fact]
    public void Positions_count_lines_and_code_points_from_1()
    {
        var table = Read("# é\r\n[\"ü𝄞\"]  # 𝄞\r\n \"𝄞\" = [ '𝄞𝄞', 1,\r\n  true ]\r\n");

        var section = Entry(table, "ü𝄞");
        var (key, value) = Entry((TomlTable)section.Value, "𝄞");
        var items = ((TomlArray)value).Items;
        Assert.Equal(new TomlPosition(2, 2), section.Key.Position);
        Assert.Equal(new TomlPosition(3, 2), key.Position);
        Assert.Equal(
            [new(3, 8), new(3, 10), new(3, 16), new(4, 3)], new[] { value.Position, items[0].Position, items[1].Position, items[2].Position });
    }

    [Fact]
    public void Dotted_key_has_a_position_for_each_part()
    {
        var table = Read("a . b.'c' = {d.e=1}");

        var a = Entry(table, "a");
        var b = Entry((TomlTable)a.Value, "b");
        var c = Entry((TomlTable)b.Value, "c");
        var d = Entry((TomlTable)c.Value, "d");
        Assert.Equal(
            [new(1, 1), new(1, 5), new(1, 7), new(1, 14)], new[] { a.Key.Position, b.Key.Position, c.Key.Position, d.Key.Position });
    }

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0x7fff_ffff_ffff_ffff", long.MaxValue)]
    [InlineData("0b1_0", 2L)]
    [InlineData("0o17", 15L)]
    public void Integers_reach_the_ends_of_64_bits(string text, long expected)
    {
        var value = Entry(Read($"x = {text}"), "x").Value;

        Assert.Equal(expected, Assert.IsType<TomlInteger>(value).Value);
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("0x8000000000000000")]
    [InlineData("0o1000000000000000000000")]
    public void Integers_beyond_64_bits_are_refused(string text)
    {
        var error = Assert.Single(TomlReader.Read(Encoding.UTF8.GetBytes($"x = {text}")).Errors);

        Assert.Equal(new TomlPosition(1, 5), error.Position);
    }

    [Fact]
    public void Mistakes_of_one_file_are_all_reported_and_the_rest_is_read()
    {
        var document = TomlReader.Read("a = \nb = 1\nc = [1 2\n d = 'x\ne = 5\n[f\ng = 6\n[h]\ni = 7"u8);

        Assert.Equal([(1, 5), (3, 5), (3, 8), (4, 6), (6, 3)], document.Errors.Select(e => (e.Position.Line, e.Position.Column)));
        Assert.Equal(["b", "e", "h"], document.Root.Entries.Select(e => e.Key.Name));
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        var document = TomlReader.Read(Encoding.UTF8.GetBytes("x = " + new string('[', 100_000)));

        Assert.Equal(new TomlPosition(1, 105), Assert.Single(document.Errors).Position);
    }

    [Fact]
    public void Every_prefix_of_a_file_is_read_without_failing()
    {
        var bytes = "a.\"b\" = \"\"\"\\\nx\\u00e9\"\"\"\r\n[[t]] # c\nx = [1, {y = 2024-01-01 00:00:00Z}, 'ü']\nz = -inf"u8.ToArray();

        for (var length = 0; length <= bytes.Length; length++) TomlReader.Read(bytes.AsSpan(0, length));

        Assert.Empty(TomlReader.Read(bytes).Errors);
    }

    private static TomlTable Read(string text)
    {
        var document = TomlReader.Read(Encoding.UTF8.GetBytes(text));
        Assert.Empty(document.Errors);
        return document.Root;
    }

    private static TomlEntry Entry(TomlTable table, string key)
    {
        Assert.True(table.TryGet(key, out var entry), key);
        return entry;
    }
}
