using System.Text.Json.Nodes;
using Meerkat.Server.Toml;
using Xunit;

namespace Meerkat.Server.Tests.Toml;

/// <summary>Holds the reader against the public toml-test corpus for TOML 1.0, in the folder that TOML_TEST
/// names.</summary>
public sealed class TomlTestCorpusTests
{
    [Fact]
    public void Corpus_valid_files_give_the_expected_values()
    {
        var failures = Files("valid").Select(DescribeValidFailure).OfType<string>().ToList();

        Assert.Empty(failures);
    }

    [Fact]
    public void Corpus_invalid_files_are_refused_with_a_position_inside_the_file()
    {
        var failures = Files("invalid").Select(DescribeInvalidFailure).OfType<string>().ToList();

        Assert.Empty(failures);
    }

    private static List<string> Files(string folder)
    {
        var root = Environment.GetEnvironmentVariable("TOML_TEST");
        if (string.IsNullOrEmpty(root)) Assert.Skip("TOML_TEST does not name the folder of the toml-test corpus");

        var files = File.ReadLines(Path.Combine(root, "files-toml-1.0.0"))
            .Where(line => line.StartsWith($"{folder}/", StringComparison.Ordinal) && line.EndsWith(".toml", StringComparison.Ordinal))
            .Select(line => Path.Combine(root, line))
            .ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static string? DescribeValidFailure(string file)
    {
        var document = TomlReader.Read(File.ReadAllBytes(file));
        if (document.Errors.Count > 0) return $"{file}: {string.Join("; ", document.Errors)}";

        var expected = TaggedJson.Normalize(JsonNode.Parse(File.ReadAllBytes(Path.ChangeExtension(file, ".json")))!);
        var actual = TaggedJson.Of(document.Root);
        return JsonNode.DeepEquals(expected, actual) ? null : $"{file}: {actual.ToJsonString()}, expected {expected.ToJsonString()}";
    }

    private static string? DescribeInvalidFailure(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var errors = TomlReader.Read(bytes).Errors;
        var lines = bytes.Count(b => b == '\n') + 1;
        if (errors.Count == 0) return $"{file}: accepted";
        return errors.All(error => error.Position.Line >= 1 && error.Position.Line <= lines && error.Position.Column >= 1)
            ? null
            : $"{file}: {string.Join("; ", errors)}";
    }
}
