using System.Diagnostics;
using System.Security.Authentication;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>How long it takes from starting a server that has accounts until one of them has logged in.</summary>
internal sealed class StartMeasurement(
    IReadOnlyList<PeerHome> homes, PeersOptions options, Samples samples, TextWriter progress)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public async Task RunAsync()
    {
        progress.WriteLine("start: warming up");
        await TakeRoundAsync(new Samples());
        for (int round = 1; round <= options.Rounds; round++)
        {
            progress.WriteLine($"start: round {round}");
            await TakeRoundAsync(samples);
        }
    }

    private async Task TakeRoundAsync(Samples into)
    {
        foreach (PeerHome home in homes)
        {
            string copy = home.Copy();
            long start = Stopwatch.GetTimestamp();
            await using IServer server = await home.StartInAsync(copy);
            await LogInAsync(server, start);
            into.Add(Figure.Start, home.Peer.Name, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    // A port may be open before everything behind it is ready.
    private static async Task LogInAsync(IServer server, long start)
    {
        while (true)
        {
            try
            {
                await using XmppClient client = await XmppClient.LogInAsync(server.Tls, "start");
                return;
            }
            catch (Exception e) when (
                e is IOException or AuthenticationException && Stopwatch.GetElapsedTime(start) < _patience)
            {
                await Task.Delay(_pause);
            }
        }
    }
}
