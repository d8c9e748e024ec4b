using Microsoft.Extensions.ObjectPool;

namespace Meerkat.Engine.Net;

/// <summary>The turns of a node: about as many as threads run them. Any thread.</summary>
public sealed class TurnPool
{
    private readonly DefaultObjectPool<Turn> _turns;

    public TurnPool(Clock clock)
    {
        Clock = clock;
        _turns = new DefaultObjectPool<Turn>(new Policy(this));
    }

    internal Clock Clock { get; }

    /// <summary>Begins a turn for the calling thread, which ends it with <see cref="Turn.End"/>.</summary>
    public Turn Begin()
    {
        Turn turn = _turns.Get();
        turn.Begin();
        return turn;
    }

    internal void Return(Turn turn) => _turns.Return(turn);

    private sealed class Policy(TurnPool pool) : PooledObjectPolicy<Turn>
    {
        public override Turn Create() => new(pool);

        public override bool Return(Turn turn) => true;
    }
}
