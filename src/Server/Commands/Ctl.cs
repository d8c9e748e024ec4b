using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json;
using Meerkat.Engine.Admin;
using Meerkat.Server.Options;

namespace Meerkat.Server.Commands;

/// <summary>Runs commands of <c>meerkat ctl</c> against a server, and shows what it answers. One per process, or per test.</summary>
internal sealed class Ctl(CommandConsole console)
{
    private readonly OptionFlags _options = new([OptionTable.ByKey("storage.data"), OptionTable.ByKey("admin.socket")]);
    private readonly CtlConnection _connection = new();
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print the answer as the server gives it, as JSON.",
        Recursive = true,
    };

    public void AddOptionsTo(Command command)
    {
        _options.AddRecursivelyTo(command);
        _connection.AddTo(command);
        command.Add(_json);
    }

    public async Task<int> RunAsync(
        AdminCommand command,
        ParseResult result,
        Dictionary<string, IReadOnlyList<string>> given,
        IReadOnlyList<CtlSecret> secrets,
        CancellationToken stop)
    {
        if (_options.Resolve(result, console) is not { } options) return ExitCode.Usage;

        foreach (var secret in secrets)
        {
            var (texts, exitCode) = secret.Read(result, console, command.IsChange);
            if (texts is null) return exitCode;

            given[secret.Name] = texts;
        }

        if (!AdminArguments.TryRead(command, given, out _, out var mistakes))
        {
            foreach (var mistake in mistakes) console.Complain(mistake);
            return ExitCode.Usage;
        }

        try
        {
            using var client = _connection.Open(result, options);
            return await SendAsync(client, command, given, result.GetValue(_json), stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            console.Complain(e.Message);
            return ExitCode.Failed;
        }
    }

    private async Task<int> SendAsync(
        CtlClient client, AdminCommand command, Dictionary<string, IReadOnlyList<string>> given, bool isJson, CancellationToken stop)
    {
        try
        {
            using var response = await client.SendAsync(command, given, stop).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return await ComplainAsync(response, stop).ConfigureAwait(false);

            var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                if (isJson) await CtlOutput.CopyAsync(body, console.Output, stop).ConfigureAwait(false);
                else await CtlOutput.WriteAsync(body, command.Shape, console.Output, stop).ConfigureAwait(false);
            }

            return ExitCode.Done;
        }
        catch (HttpRequestException e)
        {
            // ENOENT comes as this.
            var why = e.InnerException is SocketException { SocketErrorCode: SocketError.AddressNotAvailable } ? "it is not there" : e.Message;
            console.Complain($"no server answers at {client.Place}: {why}");
            return ExitCode.Unreachable;
        }
        catch (Exception e) when (e is HttpIOException or JsonException)
        {
            console.Complain("the answer was cut off; the server's log may say why");
            return ExitCode.Failed;
        }
    }

    /// <summary>Says what the server says (RFC 9457).</summary>
    private async Task<int> ComplainAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        foreach (var line in DetailOf(text, response).Split('\n')) console.Complain(line);
        return response.StatusCode == System.Net.HttpStatusCode.BadRequest ? ExitCode.Usage : ExitCode.Failed;
    }

    private static string DetailOf(string text, HttpResponseMessage response)
    {
        try
        {
            using var problem = JsonDocument.Parse(text);
            return problem.RootElement.GetProperty("detail").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}";
        }
    }
}
