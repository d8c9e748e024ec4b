using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>One notification under way: waits for what its service says. Any thread.</summary>
internal sealed class PushPublication(PushPublisher publisher, PushTarget target) : IResponseHandler
{
    public void OnAnswer(in Stanza answer)
    {
        if (answer.Type == StanzaType.Result) publisher.Completed(target);
        else publisher.Refused(target, ReceivedError.Of(answer.Element));
    }

    public void OnTimeout(Turn turn) => publisher.Completed(target);
}
