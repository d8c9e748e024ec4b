using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Attacks;

/// <summary>An honest client that comes, shakes hands and goes, over and over: what an attack keeps out, it keeps out too.</summary>
internal sealed class Newcomer(MeerkatServer server)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private readonly List<double> _micros = [];
    private int _turnedAway;

    /// <summary>Until the attack has ended; at least once.</summary>
    public async Task<NewcomerResult> RunAsync(Task attack)
    {
        do
        {
            await ComeAsync();
            await Task.WhenAny(attack, Task.Delay(_pause));
        }
        while (!attack.IsCompleted);

        return new NewcomerResult(Latency.Of(_micros), _turnedAway);
    }

    private async Task ComeAsync()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await using SslStream tls = await HandshakeClient.ConnectAsync(server.Tls, null);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            _turnedAway++;
        }

        _micros.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }
}
