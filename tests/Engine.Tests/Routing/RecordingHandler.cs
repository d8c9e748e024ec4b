using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>Notes what became of a request. Any thread.</summary>
internal sealed class RecordingHandler : IResponseHandler
{
    private readonly List<string> _outcomes = [];

    public string[] Outcomes
    {
        get
        {
            lock (_outcomes) return [.. _outcomes];
        }
    }

    public void OnAnswer(in Stanza answer)
    {
        lock (_outcomes) _outcomes.Add(Encoding.UTF8.GetString(answer.Bytes));
    }

    public void OnTimeout(Turn turn)
    {
        lock (_outcomes) _outcomes.Add("timeout");
    }
}
