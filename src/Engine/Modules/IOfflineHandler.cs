using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;

namespace Meerkat.Engine.Modules;

/// <summary>Takes the messages to an account of which no resource can receive them. Called concurrently by all turns.</summary>
public interface IOfflineHandler
{
    /// <summary>A message of type chat or normal. Answers the sender itself when it cannot be kept.</summary>
    Verdict Process(in Stanza message);

    /// <summary>Hands what is kept to a session that can receive it now. Never throws for what the store does.</summary>
    Task DeliverAsync(Session session);
}
