namespace Meerkat.Server.Tests;

/// <summary>Finds committed files from the folder of the test's build.</summary>
internal static class RepositoryFiles
{
    public static string PathOf(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Meerkat.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, relative);
    }
}
