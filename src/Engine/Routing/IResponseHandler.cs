using Meerkat.Engine.Net;

namespace Meerkat.Engine.Routing;

/// <summary>Takes what becomes of one request of the server's own: exactly one of the two is called, once.</summary>
public interface IResponseHandler
{
    /// <summary>A result or an error. On the turn of whoever answers, so it must not block; the stanza is borrowed until
    /// return.</summary>
    void OnAnswer(in Stanza answer);

    /// <summary>Nobody answered in time. On the heartbeat's turn.</summary>
    void OnTimeout(Turn turn);
}
