namespace Meerkat.Engine.Sasl;

/// <summary>
/// The client's first message (RFC 5802 §7), as views of its bytes and decoded names. On the stack of one call.
/// </summary>
internal readonly ref struct ScramClientFirst
{
    /// <summary>The GS2 header with its last comma; the client repeats it in its final message.</summary>
    public ReadOnlySpan<byte> Gs2Header { get; private init; }

    /// <summary>
    /// 'p' (a channel binding is used), 'y' (could, but the server does not offer it) or 'n' (cannot).
    /// </summary>
    public byte BindingFlag { get; private init; }

    /// <summary>The channel-binding type, with flag 'p'.</summary>
    public ReadOnlySpan<byte> BindingName { get; private init; }

    /// <summary>Empty if there is none.</summary>
    public ReadOnlySpan<byte> Authzid { get; private init; }

    /// <summary>The message without its GS2 header.</summary>
    public ReadOnlySpan<byte> Bare { get; private init; }

    public ReadOnlySpan<byte> Username { get; private init; }

    public ReadOnlySpan<byte> Nonce { get; private init; }

    /// <summary>False if the message breaks the grammar, or has a mandatory extension: none is known.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out ScramClientFirst first)
    {
        first = default;
        var reader = new ScramReader(message);
        if (!ScramReader.IsText(message)
            || !TryReadBindingFlag(ref reader, out ReadOnlySpan<byte> bindingFlag)
            || !TryReadAuthzid(ref reader, out byte[] authzid))
        {
            return false;
        }

        int headerLength = reader.Position;
        if (!reader.TryReadAttribute((byte)'n', out ReadOnlySpan<byte> rawUsername)
            || !ScramReader.TryDecodeName(rawUsername, out byte[] username)
            || !reader.TryReadAttribute((byte)'r', out ReadOnlySpan<byte> nonce)
            || !ScramReader.IsPrintable(nonce))
        {
            return false;
        }

        while (!reader.IsAtEnd)
        {
            if (!ScramReader.IsExtension(reader.ReadField()))
                return false;
        }

        first = new ScramClientFirst
        {
            Gs2Header = message[..headerLength],
            BindingFlag = bindingFlag[0],
            BindingName = bindingFlag.Length > 1 ? bindingFlag[2..] : default,
            Authzid = authzid,
            Bare = message[headerLength..],
            Username = username,
            Nonce = nonce,
        };
        return true;
    }

    // gs2-cbind-flag: "n", "y", or "p=" and a name of letters, digits, dots and hyphens.
    private static bool TryReadBindingFlag(scoped ref ScramReader reader, out ReadOnlySpan<byte> flag)
    {
        flag = reader.ReadField();
        if (flag is [(byte)'n'] or [(byte)'y'])
            return true;
        if (flag is not [(byte)'p', (byte)'=', _, ..])
            return false;

        foreach (byte b in flag[2..])
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '.' && b != '-')
                return false;
        }

        return true;
    }

    private static bool TryReadAuthzid(scoped ref ScramReader reader, out byte[] authzid)
    {
        authzid = [];
        if (reader.IsAtEnd)
            return false;

        ReadOnlySpan<byte> field = reader.ReadField();
        return field.IsEmpty
            || (field is [(byte)'a', (byte)'=', _, ..] && ScramReader.TryDecodeName(field[2..], out authzid));
    }
}
