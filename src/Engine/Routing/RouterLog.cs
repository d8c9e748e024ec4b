using Meerkat.Parser.Stanzas;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Routing;

/// <summary>What routing logs. Never the content of a stanza.</summary>
internal static partial class RouterLog
{
    [LoggerMessage(
        1001, LogLevel.Warning, "A {Kind} of type {Type} was routed in circles and is dropped; made by {Maker}, trail {Trail:x}.")]
    public static partial void LoopDropped(ILogger logger, StanzaKind kind, StanzaType type, StanzaMaker maker, long trail);

    [LoggerMessage(1002, LogLevel.Error, "The handler of an IQ in {Namespace} failed.")]
    public static partial void IqHandlerFailed(ILogger logger, Exception exception, string @namespace);

    [LoggerMessage(
        1003,
        LogLevel.Debug,
        "An error from {From} to {To}, {Condition}, would be answered with {Answer} and is dropped; made by {Maker}, trail {Trail:x}.")]
    public static partial void ErrorReplySuppressed(
        ILogger logger, string from, string to, string condition, StanzaErrorCondition answer, StanzaMaker maker, long trail);

    [LoggerMessage(1005, LogLevel.Debug, "An error from {From} to {To}, {Condition}, answers an error and is dropped.")]
    public static partial void EchoDropped(ILogger logger, string from, string to, string condition);

    [LoggerMessage(1004, LogLevel.Error, "The handler of an answer from {Peer} failed.")]
    public static partial void ResponseHandlerFailed(ILogger logger, Exception exception, string peer);
}
