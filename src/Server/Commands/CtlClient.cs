using System.Buffers;
using System.Text.Json;
using Meerkat.Engine.Admin;
using Meerkat.Server.Admin;

namespace Meerkat.Server.Commands;

/// <summary>Sends commands to a server. Owns the client it is given. One command at a time.</summary>
internal sealed class CtlClient : IDisposable
{
    private readonly HttpClient _client;

    public CtlClient(HttpClient client, string place)
    {
        (_client, Place) = (client, place);
        // A command takes the time it takes; Ctrl-C ends the wait.
        _client.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <summary>Where the server is looked for.</summary>
    public string Place { get; }

    /// <summary>The answer's head; its body is read as it comes.</summary>
    public Task<HttpResponseMessage> SendAsync(
        AdminCommand command, IReadOnlyDictionary<string, IReadOnlyList<string>> given, CancellationToken stop)
    {
        var method = HttpMethod.Parse(AdminRequest.MethodOf(command));
        var path = $"{AdminHttp.CommandPath}{command.Category}/{command.Name}";
        var request = method == HttpMethod.Get
            ? new HttpRequestMessage(method, path + Query(given))
            : new HttpRequestMessage(method, path) { Content = Body(command, given) };
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    public void Dispose() => _client.Dispose();

    private static string Query(IReadOnlyDictionary<string, IReadOnlyList<string>> given) => given.Count == 0
        ? ""
        : "?" + string.Join('&', given.SelectMany(argument => argument.Value.Select(value =>
            $"{Uri.EscapeDataString(argument.Key)}={Uri.EscapeDataString(value)}")));

    private static ByteArrayContent Body(AdminCommand command, IReadOnlyDictionary<string, IReadOnlyList<string>> given)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var parameter in command.Parameters)
            {
                if (!given.TryGetValue(parameter.Name, out var texts)) continue;

                json.WritePropertyName(parameter.Name);
                if (parameter.Type.IsList) json.WriteStartArray();
                foreach (var text in texts) json.WriteStringValue(text);
                if (parameter.Type.IsList) json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return new ByteArrayContent(output.WrittenSpan.ToArray()) { Headers = { ContentType = new("application/json") } };
    }
}
