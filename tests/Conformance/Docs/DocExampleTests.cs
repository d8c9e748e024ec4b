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
                    output = await shell.RunAsync(WithPort(example.Command, server));
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

    // As the page says, but on a port that is free.
    private static Task<ServerProcess> StartServerAsync(string command, string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "meerkat");
        var arguments = command["meerkat ".Length..];
        return ServerProcess.StartAsync("/bin/sh", ["-c", $"cd '{folder}' && exec '{program}' {arguments} --c2s 127.0.0.1:0"], "ready");
    }

    private static string WithPort(string command, ServerProcess? server)
    {
        if (server is null)
            return command;
        var port = IPEndPoint.Parse(Listening().Match(server.Output).Groups[1].Value).Port;
        return command.Replace("5222", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^listening: c2s (\S+)", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
