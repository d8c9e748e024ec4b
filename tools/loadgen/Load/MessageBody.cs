using System.Globalization;
using System.Text;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// The text of a load message: <c>lg</c>, run, sender, sequence number, time stamp, all in hexadecimal of fixed width and
/// separated by colons, then padding up to the wanted size.
/// </summary>
internal readonly record struct MessageBody(uint RunId, uint Sender, uint Sequence, long Timestamp)
{
    public const int RunIdAt = 3;
    public const int SenderAt = RunIdAt + 9;
    public const int SequenceAt = SenderAt + 9;
    public const int TimestampAt = SequenceAt + 9;
    public const int PaddingAt = TimestampAt + 17;

    /// <summary>Bytes of a body without padding.</summary>
    public const int MinBytes = PaddingAt;

    /// <summary>RFC 6120 §13.12 obliges a server to take stanzas of 10 000 bytes; more is the user's experiment.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static ReadOnlySpan<byte> Prefix => "lg:"u8;

    private static ReadOnlySpan<byte> Alphabet => "abcdefghijklmnopqrstuvwxyz"u8;

    /// <summary>A body with sequence number and time stamp 0.</summary>
    public static byte[] Create(uint runId, uint sender, int bytes)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"lg:{runId:x8}:{sender:x8}:{0:x8}:{0L:x16}:");
        var body = new byte[Math.Max(bytes, MinBytes)];
        Encoding.ASCII.GetBytes(head, body);
        for (var i = PaddingAt; i < body.Length; i++)
            body[i] = Alphabet[(i - PaddingAt) % Alphabet.Length];
        return body;
    }

    /// <summary>Reads the fields; false if the text is not a load message. The padding is not looked at.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out MessageBody message)
    {
        message = default;
        if (body.Length < MinBytes
            || !body.StartsWith(Prefix)
            || !Hex.TryRead(body.Slice(RunIdAt, 8), out uint runId)
            || !Hex.TryRead(body.Slice(SenderAt, 8), out uint sender)
            || !Hex.TryRead(body.Slice(SequenceAt, 8), out uint sequence)
            || !Hex.TryRead(body.Slice(TimestampAt, 16), out long timestamp))
            return false;
        message = new MessageBody(runId, sender, sequence, timestamp);
        return true;
    }
}
