using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.Docs;

/// <summary>What the pages in docs/ show is what happens.</summary>
public sealed partial class DocExampleTests
{
    public static TheoryData<string> Pages => [.. DocPage.WithExamples];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_shows_what_happens(string page)
    {
        var folder = Directory.CreateTempSubdirectory("meerkat-docs-").FullName;
        ServerProcess? server = null;
        try
        {
            using var shell = new DocShell(folder);
            foreach (var example in DocPage.ReadExamples(page))
            {
                string output;
                if (example.StartsServer)
                {
                    server = await StartServerAsync(example.Command, folder);
                    output = server.Output;
                }
                else
                {
                    output = await shell.RunAsync(WithPorts(example.Command, server));
                }

                Assert.True(example.IsPrinted(output), $"{example.Place}: {example.Command}\nprinted\n{output}");
            }

            if (server is not null)
                Assert.Equal(0, await server.StopAsync());
        }
        finally
        {
            server?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    // As the page says, but on ports that are free.
    private static Task<ServerProcess> StartServerAsync(string command, string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "meerkat");
        var arguments = $"{command["meerkat ".Length..]} --c2s 127.0.0.1:0 --c2s-tls 127.0.0.1:0";
        return ServerProcess.StartAsync("/bin/sh", ["-c", $"cd '{folder}' && exec '{program}' {arguments}"], "ready");
    }

    // Before the server runs a port stands in its configuration.
    private static string WithPorts(string command, ServerProcess? server)
    {
        foreach (var (listener, port) in new[] { ("c2s", "5222"), ("c2s-tls", "5223"), ("component", "8888") })
            command = command.Replace(port, server is null ? "0" : PortOf(listener, server) ?? port, StringComparison.Ordinal);
        return command;
    }

    private static string? PortOf(string listener, ServerProcess server)
    {
        var line = Listening().Matches(server.Output).FirstOrDefault(match => match.Groups[1].Value == listener);
        return line is null ? null : IPEndPoint.Parse(line.Groups[2].Value).Port.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^listening: (\S+) (\S+)", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
