namespace Meerkat.Engine.Streams;

/// <summary>Which state may follow which. Closing may follow any state that is not closed.</summary>
internal static class StreamTransitions
{
    public static bool IsAllowed(StreamState from, StreamState to) => (from, to) switch
    {
        (StreamState.Closed, _) => false,
        (_, StreamState.Closing or StreamState.Closed) => true,
        (StreamState.AwaitingHeader, StreamState.Negotiating or StreamState.Binding) => true,
        (StreamState.Negotiating, StreamState.TlsHandshake or StreamState.Authenticating) => true,
        (StreamState.TlsHandshake, StreamState.AwaitingHeader) => true,
        (StreamState.Authenticating, StreamState.Negotiating or StreamState.AwaitingHeader) => true,
        (StreamState.Binding, StreamState.Bound) => true,
        _ => false,
    };
}
