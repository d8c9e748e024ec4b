namespace Meerkat.Perf.Servers;

/// <summary>Where the programs are that are started: this project's build makes them too, in the same configuration.</summary>
internal static class Programs
{
    public const string OpenSsl = "openssl";

    // perf/bin/CONFIGURATION/FRAMEWORK/
    private static readonly DirectoryInfo _output = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Meerkat => Find("src/Server", "meerkat");

    public static string LoadGenerator => Find("tools/loadgen", "loadgen");

    private static string Find(string project, string name)
    {
        string root = _output.Parent!.Parent!.Parent!.Parent!.FullName;
        string path = Path.Combine(root, project, "bin", _output.Parent.Name, _output.Name, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: build {project} first.");
    }
}
