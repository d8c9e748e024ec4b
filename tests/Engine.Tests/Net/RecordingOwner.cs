using System.Text;
using System.Threading.Channels;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>
/// An owner that writes down what it hears, one line a call, and does what the test gave it to do. It fails the test
/// when two of its calls overlap.
/// </summary>
public sealed class RecordingOwner : IConnectionOwner
{
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private int _calls;

    public delegate int ReceivedHandler(Turn turn, ReadOnlySpan<byte> unread);

    /// <summary>Consumes all by default.</summary>
    public ReceivedHandler Received { get; set; } = (_, unread) => unread.Length;

    public Action<Turn> TlsEstablished { get; set; } = _ => { };

    public Action<Turn> Resumed { get; set; } = _ => { };

    public Action<Turn> DeadlinePassed { get; set; } = _ => { };

    public Action<Turn> Sent { get; set; } = _ => { };

    public byte[] FarewellBytes { get; set; } = [];

    public bool IsQuiet { get; set; }

    public bool HasOverlapped { get; private set; }

    /// <summary>The next line heard, in order.</summary>
    public async Task<string> NextAsync()
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _heard.Reader.ReadAsync(guard.Token);
    }

    /// <summary>The next lines heard are these, in this order.</summary>
    public async Task ExpectAsync(params string[] lines)
    {
        foreach (string line in lines)
            Assert.Equal(line, await NextAsync());
    }

    /// <summary>Nothing more was heard up to now.</summary>
    public bool HeardNothing => !_heard.Reader.TryPeek(out _);

    public int OnReceived(Turn turn, ReadOnlySpan<byte> unread)
    {
        Enter();
        try
        {
            if (!IsQuiet)
                Hear("received " + Encoding.Latin1.GetString(unread));
            return Received(turn, unread);
        }
        finally
        {
            Leave();
        }
    }

    public void OnTlsEstablished(Turn turn) => Call("tls", TlsEstablished, turn);

    public void OnResumed(Turn turn) => Call("resumed", Resumed, turn);

    public void OnSent(Turn turn) => Call("sent", Sent, turn);

    public void OnDeadline(Turn turn) => Call("deadline", DeadlinePassed, turn);

    public ReadOnlySpan<byte> Farewell(CloseReason reason) => FarewellBytes;

    public void OnClosed(Turn turn, CloseReason reason, UnsentBytes unsent)
    {
        Enter();
        Hear($"closed {reason}"
            + (unsent.IsEmpty ? "" : $" unsent {Encoding.Latin1.GetString(unsent.All)} from {unsent.SentCount}"));
        Leave();
    }

    private void Call(string line, Action<Turn> handler, Turn turn)
    {
        Enter();
        if (!IsQuiet)
            Hear(line);
        handler(turn);
        Leave();
    }

    private void Hear(string line) => _heard.Writer.TryWrite(line);

    private void Enter() => HasOverlapped |= Interlocked.Increment(ref _calls) != 1;

    private void Leave() => Interlocked.Decrement(ref _calls);
}
