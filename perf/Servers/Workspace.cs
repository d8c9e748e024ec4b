namespace Meerkat.Perf.Servers;

/// <summary>A directory for one run: certificates, and a store with accounts that each server gets a copy of.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("meerkat-perf-").FullName;
    private int _servers;

    private Workspace()
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
    public Task<MeerkatServer> StartAsync(ServerKind kind, TestCertificate certificate, params IEnumerable<string> arguments)
    {
        string data = Path.Combine(_directory, $"data{_servers++}");
        Directory.CreateDirectory(data);
        foreach (string file in Directory.EnumerateFiles(Template))
            File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
        return MeerkatServer.StartAsync(data, certificate, [.. kind.Arguments, .. arguments]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
