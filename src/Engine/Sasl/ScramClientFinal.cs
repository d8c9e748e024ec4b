namespace Meerkat.Engine.Sasl;

/// <summary>The client's final message (RFC 5802 §7), as views of its bytes. On the stack of one call.</summary>
internal readonly ref struct ScramClientFinal
{
    /// <summary>Base64 of the GS2 header and the channel-binding data; not decoded.</summary>
    public ReadOnlySpan<byte> ChannelBinding { get; private init; }

    public ReadOnlySpan<byte> Nonce { get; private init; }

    /// <summary>The message without ",p=" and the proof: what the proof is about.</summary>
    public ReadOnlySpan<byte> WithoutProof { get; private init; }

    public ReadOnlySpan<byte> Proof { get; private init; }

    /// <summary>False if the message breaks the grammar, or has a mandatory extension: none is known.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out ScramClientFinal final)
    {
        final = default;
        var reader = new ScramReader(message);
        if (!ScramReader.IsText(message)
            || !reader.TryReadAttribute((byte)'c', out ReadOnlySpan<byte> channelBinding)
            || !reader.TryReadAttribute((byte)'r', out ReadOnlySpan<byte> nonce)
            || !TrySkipToProof(ref reader, out int proofStart)
            || !reader.TryReadAttribute((byte)'p', out ReadOnlySpan<byte> encodedProof)
            || !reader.IsAtEnd
            || !SaslBase64.TryDecode(encodedProof, out byte[] proof))
        {
            return false;
        }

        final = new ScramClientFinal
        {
            ChannelBinding = channelBinding,
            Nonce = nonce,
            WithoutProof = message[..(proofStart - 1)],
            Proof = proof,
        };
        return true;
    }

    // Extensions stand between nonce and proof.
    private static bool TrySkipToProof(scoped ref ScramReader reader, out int proofStart)
    {
        while (!reader.IsAtEnd)
        {
            proofStart = reader.Position;
            ScramReader beforeField = reader;
            ReadOnlySpan<byte> field = reader.ReadField();
            if (field is [(byte)'p', (byte)'=', ..])
            {
                reader = beforeField;
                return true;
            }

            if (!ScramReader.IsExtension(field))
                return false;
        }

        proofStart = 0;
        return false;
    }
}
