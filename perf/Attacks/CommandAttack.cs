using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Attacks;

/// <summary>Clients that have logged in nowhere and ask for new keys over and over: <c>openssl s_client</c> and its commands.</summary>
internal sealed class CommandAttack : IAttack
{
    // s_client takes one command from what it reads at once.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly string _version;
    private readonly string _command;
    private readonly string _sign;
    private readonly int _connections;
    private readonly int _times;

    private CommandAttack(string name, string version, string command, string sign, int connections, int times) =>
        (Name, _version, _command, _sign, _connections, _times) = (name, version, command, sign, connections, times);

    public string Name { get; }

    public IReadOnlyList<string> ServerArguments => [];

    /// <summary>s_client gives up when it is refused, so each connection asks once.</summary>
    public static CommandAttack Renegotiation(int connections) =>
        new("renegotiation, TLS 1.2", "-tls1_2", "R", "no renegotiation", connections, 1);

    /// <summary>All on one connection, and each asks for the server's too.</summary>
    public static CommandAttack KeyUpdates(int times) => new($"{times:#,0} key updates", "-tls1_3", "K", "KEYUPDATE", 1, times);

    public async Task RunAsync(MeerkatServer server, EndTally ends)
    {
        for (int i = 0; i < _connections; i++)
        {
            await using ChildProcess client = ChildProcess.Start(
                Programs.OpenSsl, ["s_client", "-connect", $"{server.Tls}", _version]);
            await client.LineAsync("Verify return code");
            await AskAsync(client);
            bool isEnded = await client.WaitForEndAsync(_patience);
            int signs = client.Lines.Count(line => line.Contains(_sign, StringComparison.Ordinal));
            ends.Add($"{(isEnded ? "ended" : "STILL OPEN")} after {signs} × {_sign}");
        }
    }

    private async Task AskAsync(ChildProcess client)
    {
        try
        {
            for (int i = 0; i < _times && !client.HasExited; i++)
            {
                await client.Input.WriteLineAsync(_command);
                await client.Input.FlushAsync();
                await Task.Delay(_pause);
            }
        }
        catch (IOException)
        {
            // It was cut off, and has ended between our question and our word.
        }
    }
}
