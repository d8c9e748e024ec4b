namespace Meerkat.Engine.Net;

/// <summary>Work the heartbeat calls at every tick, on its own thread: short, never blocking, cut into slices.</summary>
public interface IHeartbeatTask
{
    /// <param name="turn">The tick's turn; flushed after all tasks ran.</param>
    void OnTick(Turn turn);
}
