using Meerkat.Parser.Stanzas;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Routing;

/// <summary>What routing logs. Never the content of a stanza.</summary>
internal static partial class RouterLog
{
    [LoggerMessage(1001, LogLevel.Warning, "A {Kind} of type {Type} was routed in circles and is dropped.")]
    public static partial void LoopDropped(ILogger logger, StanzaKind kind, StanzaType type);

    [LoggerMessage(1002, LogLevel.Error, "The handler of an IQ in {Namespace} failed.")]
    public static partial void IqHandlerFailed(ILogger logger, Exception exception, string @namespace);
}
