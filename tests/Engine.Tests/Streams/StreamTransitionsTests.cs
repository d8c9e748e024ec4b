using Meerkat.Engine.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

public sealed class StreamTransitionsTests
{
    private static readonly (StreamState From, StreamState To)[] _steps =
    [
        (StreamState.AwaitingHeader, StreamState.Negotiating),
        (StreamState.AwaitingHeader, StreamState.Binding),
        (StreamState.Negotiating, StreamState.TlsHandshake),
        (StreamState.Negotiating, StreamState.Authenticating),
        (StreamState.TlsHandshake, StreamState.AwaitingHeader),
        (StreamState.Authenticating, StreamState.Negotiating),
        (StreamState.Authenticating, StreamState.AwaitingHeader),
        (StreamState.Binding, StreamState.Bound),
    ];

    public static TheoryData<StreamState, StreamState> Pairs
    {
        get
        {
            var pairs = new TheoryData<StreamState, StreamState>();
            foreach (var from in Enum.GetValues<StreamState>())
            {
                foreach (var to in Enum.GetValues<StreamState>()) pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Only_listed_steps_and_the_end_are_allowed(StreamState from, StreamState to)
    {
        var isEnd = from != StreamState.Closed && to is StreamState.Closing or StreamState.Closed && from != StreamState.Closed;

        Assert.Equal(isEnd || _steps.Contains((from, to)), StreamTransitions.IsAllowed(from, to));
    }
}
