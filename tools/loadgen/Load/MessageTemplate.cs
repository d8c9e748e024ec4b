using System.Buffers;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// The messages of one sender to one receiver, as bytes ready to send: only the sequence number and the time stamp are
/// patched. Guarded by the lock of the outbox that it writes into.
/// </summary>
internal sealed class MessageTemplate
{
    private readonly byte[] _stanza;
    private readonly int _idAt;
    private readonly int _bodyAt;
    private uint _sequence;

    public MessageTemplate(string to, uint runId, uint sender, int bodyBytes)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlWriter(output);
        writer.Start("message"u8);
        writer.Attribute("to"u8, to);
        writer.Attribute("type"u8, "chat"u8);
        writer.Attribute("id"u8, "00000000"u8);
        writer.Start("body"u8);
        writer.Text(MessageBody.Create(runId, sender, bodyBytes));
        writer.End("body"u8);
        writer.End("message"u8);
        _stanza = output.WrittenSpan.ToArray();

        // The fields are found by the text in front of them; a JID holds neither white space nor '<'.
        _idAt = _stanza.AsSpan().IndexOf(" id="u8) + " id='"u8.Length;
        _bodyAt = _stanza.AsSpan().IndexOf("<body>"u8) + "<body>"u8.Length;
    }

    /// <summary>Bytes of each stanza.</summary>
    public int Length => _stanza.Length;

    /// <summary>The number of the last message written.</summary>
    public uint Sequence => Volatile.Read(ref _sequence);

    /// <summary>Writes the next message; <paramref name="destination"/> needs <see cref="Length"/> bytes.</summary>
    public void WriteNext(Span<byte> destination, long timestamp)
    {
        var sequence = _sequence + 1;
        _stanza.CopyTo(destination);
        Hex.Write(destination[_idAt..], sequence);
        Hex.Write(destination[(_bodyAt + MessageBody.SequenceAt)..], sequence);
        Hex.Write(destination[(_bodyAt + MessageBody.TimestampAt)..], timestamp);
        Volatile.Write(ref _sequence, sequence);
    }
}
