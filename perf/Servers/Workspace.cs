namespace Meerkat.Perf.Servers;

/// <summary>A directory for one run: certificates, stores with accounts, and the copies of them that servers get.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("meerkat-perf-").FullName;
    private int _directories;

    public Workspace()
    {
        Ecdsa = TestCertificate.EcdsaP256(_directory);
        Rsa = TestCertificate.Rsa2048(_directory);
    }

    public TestCertificate Ecdsa { get; }

    public TestCertificate Rsa { get; }

    private string Template => Path.Combine(_directory, "accounts");

    public static async Task<Workspace> CreateAsync(int users)
    {
        var workspace = new Workspace();
        await MeerkatServer.ImportAsync(workspace.Template, users);
        return workspace;
    }

    /// <summary>Starts a server over a store of its own.</summary>
    public Task<MeerkatServer> StartAsync(ServerKind kind, TestCertificate certificate, params IEnumerable<string> arguments) =>
        MeerkatServer.StartAsync(CopyOf(Template), certificate, [.. kind.Arguments, .. arguments]);

    /// <summary>An empty directory for somebody.</summary>
    public string NewDirectory() =>
        Directory.CreateDirectory(Path.Combine(_directory, $"{Interlocked.Increment(ref _directories)}")).FullName;

    /// <summary>A directory with the same files.</summary>
    public string CopyOf(string template)
    {
        string copy = NewDirectory();
        foreach (string directory in Directory.EnumerateDirectories(template, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(copy, Path.GetRelativePath(template, directory)));
        foreach (string file in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(copy, Path.GetRelativePath(template, file)));
        return copy;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
