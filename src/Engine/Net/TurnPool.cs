using Microsoft.Extensions.ObjectPool;

namespace Meerkat.Engine.Net;

/// <summary>The turns of a node: about as many as threads run them, and those that end late. Any thread.</summary>
public sealed class TurnPool : IDisposable
{
    // More than threads run at once: late ones are out for a while.
    private const int Kept = 256;

    private readonly DefaultObjectPool<Turn> _turns;
    private readonly LateTurns? _late;

    /// <param name="clock">What turns take the time from.</param>
    /// <param name="delay">By how much <see cref="Turn.EndLate"/> may put off what was appended; 0: by nothing.</param>
    public TurnPool(Clock clock, TimeSpan delay = default)
    {
        Clock = clock;
        _turns = new DefaultObjectPool<Turn>(new Policy(this), Kept);
        if (delay > TimeSpan.Zero) _late = new LateTurns(clock.Time, delay);
    }

    internal Clock Clock { get; }

    /// <summary>Begins a turn for the calling thread, which ends it with <see cref="Turn.End"/>.</summary>
    public Turn Begin()
    {
        Turn turn = _turns.Get();
        turn.Begin();
        return turn;
    }

    public void Dispose() => _late?.Dispose();

    internal void EndLate(Turn turn)
    {
        if (_late is null) turn.End();
        else _late.Add(turn);
    }

    internal void Return(Turn turn) => _turns.Return(turn);

    private sealed class Policy(TurnPool pool) : PooledObjectPolicy<Turn>
    {
        public override Turn Create() => new(pool);

        public override bool Return(Turn turn) => true;
    }
}
