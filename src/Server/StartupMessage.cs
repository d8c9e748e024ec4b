using System.Net;
using Meerkat.Engine.Options;

namespace Meerkat.Server;

/// <summary>What <c>meerkat serve</c> tells who started it: where it listens, and what to do next.</summary>
internal static class StartupMessage
{
    public static void Write(
        TextWriter output, ServerOptions options, IEnumerable<(string Name, IPEndPoint EndPoint)> endPoints)
    {
        var domain = options.Domains[0];
        var data = options.Storage.DataDirectory;
        foreach (var (name, endPoint) in endPoints) output.WriteLine($"listening: {name} {endPoint}");

        output.WriteLine($"domains: {string.Join(", ", options.Domains)}");
        output.WriteLine($"data: {Path.GetFullPath(data)}");
        output.WriteLine($"add a user: {Program()} user add you@{domain} --data {data}");
        if (options.Admin.IsEnabled) output.WriteLine($"administer: {Program()} ctl --data {data} server status");
        output.WriteLine($"connect: any XMPP client, as you@{domain}, with STARTTLS or direct TLS");
        if (options.Tls.Certificates.Count == 0)
        {
            output.WriteLine("certificate: self-signed, so clients must be told to trust it");
        }

        output.WriteLine("ready");
        output.Flush();
    }

    /// <summary>How this program is called from where it was started: by name if that finds it, else by its path.</summary>
    private static string Program()
    {
        var path = Environment.ProcessPath ?? "meerkat";
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return directories.Contains(Path.GetDirectoryName(path))
            ? Path.GetFileName(path)
            : Path.GetRelativePath(Environment.CurrentDirectory, path);
    }
}
