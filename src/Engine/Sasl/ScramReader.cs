using System.Diagnostics;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// Reads the comma-separated attributes of a SCRAM message (RFC 5802 §5.1, §7). A local of its parser.
/// </summary>
// Mutable: lives on the stack of one parse and is passed by ref only.
internal ref struct ScramReader(ReadOnlySpan<byte> text)
{
    // Attributes that RFC 5802 §5.1 gives a place; in the place of an extension they are an error. So is "m" anywhere.
    private static ReadOnlySpan<byte> Reserved => "anmrcsipve"u8;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _start;

    public readonly bool IsAtEnd => _start > _text.Length;

    /// <summary>The offset of the next field.</summary>
    public readonly int Position => _start;

    /// <summary>UTF-8 without NUL, the first condition of every message.</summary>
    public static bool IsText(ReadOnlySpan<byte> message) =>
        System.Text.Unicode.Utf8.IsValid(message) && !message.Contains((byte)0);

    /// <summary>What stands before the next comma or the end; may be empty.</summary>
    public ReadOnlySpan<byte> ReadField()
    {
        Debug.Assert(!IsAtEnd);
        ReadOnlySpan<byte> rest = _text[_start..];
        int comma = rest.IndexOf((byte)',');
        ReadOnlySpan<byte> field = comma < 0 ? rest : rest[..comma];
        _start += field.Length + 1;
        return field;
    }

    /// <summary>Takes the next field if it is this attribute and not empty.</summary>
    public bool TryReadAttribute(byte name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (IsAtEnd)
            return false;

        ReadOnlySpan<byte> field = ReadField();
        if (field.Length < 3 || field[0] != name || field[1] != '=')
            return false;

        value = field[2..];
        return true;
    }

    /// <summary>True for an optional extension, which is ignored.</summary>
    public static bool IsExtension(ReadOnlySpan<byte> field) =>
        field.Length >= 3 && char.IsAsciiLetter((char)field[0]) && field[1] == '=' && !Reserved.Contains(field[0]);

    /// <summary>The nonce grammar: printable ASCII but the comma, which the fields exclude.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> value) => !value.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    /// <summary>Undoes <c>=2C</c> and <c>=3D</c>; any other equals sign is an error.</summary>
    public static bool TryDecodeName(ReadOnlySpan<byte> value, out byte[] name)
    {
        name = value.ToArray();
        if (!value.Contains((byte)'='))
            return true;

        int length = 0;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != '=')
            {
                name[length++] = value[i];
                continue;
            }

            ReadOnlySpan<byte> escaped = value[i..];
            if (escaped.StartsWith("=2C"u8))
                name[length++] = (byte)',';
            else if (escaped.StartsWith("=3D"u8))
                name[length++] = (byte)'=';
            else
                return false;
            i += 2;
        }

        name = name[..length];
        return true;
    }
}
