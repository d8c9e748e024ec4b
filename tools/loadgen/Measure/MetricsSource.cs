using System.Net.Sockets;

namespace Meerkat.LoadGen.Measure;

/// <summary>
/// Where a server tells figures of its runtime by HTTP: a URL, or the path of a Unix socket that answers to <c>/metrics</c>.
/// Belongs to the run's thread.
/// </summary>
internal sealed class MetricsSource : IDisposable
{
    // A server under load answers late. The run's thread can wait that long, it only looks on.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _client;
    private readonly Uri _uri;

    public MetricsSource(string place)
    {
        var isUrl = place.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        _uri = new Uri(isUrl ? place : "http://localhost/metrics");
        _client = new HttpClient(isUrl ? new SocketsHttpHandler() : OverUnixSocket(place)) { Timeout = _patience };
    }

    /// <summary>What is wrong with a place, or null.</summary>
    public static string? Validate(string place) =>
        place.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            ? Uri.TryCreate(place, UriKind.Absolute, out _) ? null : $"--metrics '{place}' is no URL"
            : File.Exists(place) ? null : $"--metrics '{place}' is neither an http:// URL nor a Unix socket";

    /// <summary>Null if the server does not answer, or not in time.</summary>
    public RuntimeFigures? Read()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _uri);
            using var answer = _client.Send(request);
            if (!answer.IsSuccessStatusCode)
                return null;
            using var text = new StreamReader(answer.Content.ReadAsStream());
            return RuntimeFigures.Parse(text.ReadToEnd());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler OverUnixSocket(string path) => new()
    {
        // Send is synchronous, and so is what it connects by.
        ConnectCallback = (_, _) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return ValueTask.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true));
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
