using System.Text.RegularExpressions;
using Xunit;

namespace Meerkat.Engine.Tests.OpenSsl;

public sealed partial class UnsafeCodeTests
{
    [Fact]
    public void Unsafe_code_is_in_OpenSsl_alone()
    {
        string engine = Path.Combine(RepositoryRoot(), "src", "Engine");
        string[] others =
        [
            .. Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(engine, file))
                .Where(file => !file.StartsWith("OpenSsl", StringComparison.Ordinal) && !file.StartsWith("obj", StringComparison.Ordinal))
                .Where(file => Unsafe().IsMatch(File.ReadAllText(Path.Combine(engine, file)))),
        ];

        Assert.Empty(others);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Meerkat.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^[^/]*\bunsafe\b", RegexOptions.Multiline)]
    private static partial Regex Unsafe();
}
