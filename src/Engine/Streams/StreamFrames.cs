using System.Buffers;
using System.Security.Cryptography;
using Meerkat.Engine.Net;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>Writes what frames a stream: its header, stream errors and the closing tag (RFC 6120 §4).</summary>
internal static class StreamFrames
{
    public static ReadOnlySpan<byte> ClosingTag => "</stream:stream>"u8;

    // 16 random bytes: unguessable, as §4.7.3 and §13.11 ask.
    private const int StreamIdBytes = 16;

    /// <summary>The server's stream header; <paramref name="to"/> echoes who the client said it is (§4.7.2).</summary>
    public static void WriteHeader(IBufferWriter<byte> output, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        output.Write("<?xml version='1.0'?><stream:stream xmlns='jabber:client'"u8);
        output.Write(" xmlns:stream='http://etherx.jabber.org/streams' version='1.0' xml:lang='en' id='"u8);
        output.Write(CreateId());
        output.Write("' from='"u8);
        output.Write(from);
        if (!to.IsEmpty)
        {
            output.Write("' to='"u8);
            output.Write(to);
        }

        output.Write("'>"u8);
    }

    /// <summary>The server's header for a component, which is told its own name (XEP-0114 §3). It has no version.</summary>
    public static void WriteComponentHeader(IBufferWriter<byte> output, ReadOnlySpan<byte> from, ReadOnlySpan<byte> id)
    {
        output.Write("<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"u8);
        output.Write(" xmlns:stream='http://etherx.jabber.org/streams' id='"u8);
        output.Write(id);
        output.Write("' from='"u8);
        output.Write(from);
        output.Write("'>"u8);
    }

    /// <summary>A stream id, in hexadecimal.</summary>
    public static byte[] CreateId()
    {
        Span<byte> random = stackalloc byte[StreamIdBytes];
        var id = new byte[StreamIdBytes * 2];
        RandomNumberGenerator.Fill(random);
        Convert.TryToHexStringLower(random, id, out _);
        return id;
    }

    /// <summary>§4.9: the error and the closing tag, which always go together.</summary>
    public static void WriteErrorAndClose(IBufferWriter<byte> output, StreamError error, string? text)
    {
        var writer = new XmlWriter(output);
        writer.Start("stream:error"u8);
        writer.Empty(error.ToElementName(), Namespaces.StreamErrors);
        if (text is not null)
        {
            writer.Start("text"u8, Namespaces.StreamErrors);
            writer.Attribute("xml:lang"u8, "en"u8);
            writer.Text(text);
            writer.End("text"u8);
        }

        writer.End("stream:error"u8);
        writer.Raw(ClosingTag);
    }

    /// <summary>The error that a connection's end is told as; None: a plain closing tag.</summary>
    public static StreamError ErrorOf(CloseReason reason) => reason switch
    {
        CloseReason.OutboxFull => StreamError.ResourceConstraint,
        CloseReason.ReceiveBufferFull => StreamError.PolicyViolation,
        CloseReason.Timeout => StreamError.ConnectionTimeout,
        CloseReason.Shutdown => StreamError.SystemShutdown,
        CloseReason.Replaced => StreamError.Conflict,
        CloseReason.Kicked => StreamError.NotAuthorized,
        CloseReason.InternalError => StreamError.InternalServerError,
        _ => StreamError.None,
    };
}
