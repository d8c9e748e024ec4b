using System.Globalization;
using System.Text;

namespace Meerkat.Server.Toml;

/// <summary>Reads TOML's four kinds of string. Owned by one <see cref="TomlReader"/>, whose cursor and error list it
/// shares.</summary>
internal sealed class TomlStringReader(TomlCursor cursor, List<TomlError> errors)
{
    private const string EscapeHint = "write \\\\ for a backslash, or put the string in single quotes";

    /// <summary>A string of any kind; the cursor is at its opening quote.</summary>
    public TomlValue Read()
    {
        var position = cursor.Position;
        var errorsBefore = errors.Count;
        var text = cursor switch
        {
            _ when cursor.TryTake("\"\"\"") => ReadMultiLine('"', position),
            _ when cursor.TryTake("'''") => ReadMultiLine('\'', position),
            _ => ReadSingleLine(),
        };
        return errors.Count == errorsBefore ? new TomlString(position, text) : new TomlInvalid(position);
    }

    /// <summary>A basic or literal string on one line; the cursor is at its opening quote.</summary>
    public string ReadSingleLine()
    {
        var position = cursor.Position;
        var quote = cursor.Current;
        var text = new StringBuilder();
        cursor.Advance();
        while (cursor.Current != quote || cursor.AtEnd)
        {
            if (cursor.AtEnd || cursor.AtNewline)
            {
                throw new TomlSyntaxException(
                    position, $"the string is not closed on this line; write {quote} at its end");
            }

            ReadCharacter(quote, text);
        }

        cursor.Advance();
        return text.ToString();
    }

    private string ReadMultiLine(char quote, TomlPosition position)
    {
        var fence = new string(quote, 3);
        var text = new StringBuilder();
        cursor.TryTakeNewline(); // TOML 1.0: a newline right after the opening quotes is not part of the string.
        while (!cursor.StartsWith(fence))
        {
            if (cursor.AtEnd)
            {
                throw new TomlSyntaxException(position, $"the string is never closed; write {fence} at its end");
            }

            if (cursor.TryTakeNewline()) text.Append('\n');
            else if (quote == '"' && AtLineEndingBackslash()) SkipLineEndingBackslash();
            else ReadCharacter(quote, text);
        }

        // Up to two more quotes belong to the text: """say "yes""""" ends in two of them.
        for (var extra = 0; extra < 2 && cursor.Peek(3) == quote; extra++)
        {
            text.Append(quote);
            cursor.Advance();
        }

        cursor.Advance(3);
        return text.ToString();
    }

    private void ReadCharacter(char quote, StringBuilder text)
    {
        if (quote == '"' && cursor.Current == '\\')
        {
            ReadEscape(text);
            return;
        }

        if (cursor.Current is (< ' ' and not '\t') or '\x7F')
        {
            errors.Add(new TomlError(
                cursor.Position,
                $"the control character U+{(int)cursor.Current:X4} must not stand in a string; "
                    + $"write \\u{(int)cursor.Current:X4} in double quotes"));
        }

        text.Append(cursor.Current);
        cursor.Advance();
    }

    /// <summary>A backslash with nothing but blanks between it and the end of the line.</summary>
    private bool AtLineEndingBackslash() => cursor.Current == '\\' && cursor.RestOfLine[1..].Trim(" \t").IsEmpty;

    private void SkipLineEndingBackslash()
    {
        cursor.Advance();
        do cursor.SkipBlanks();
        while (cursor.TryTakeNewline());
    }

    private void ReadEscape(StringBuilder text)
    {
        var position = cursor.Position;
        var kind = cursor.Peek(1);
        cursor.Advance();
        if (cursor.AtEnd || cursor.AtNewline) return; // The caller says that the string is not closed.

        cursor.Advance();
        switch (kind)
        {
            case 'b': text.Append('\b'); break;
            case 't': text.Append('\t'); break;
            case 'n': text.Append('\n'); break;
            case 'f': text.Append('\f'); break;
            case 'r': text.Append('\r'); break;
            case '"' or '\\': text.Append(kind); break;
            case 'u': ReadCodePoint(4, position, text); break;
            case 'U': ReadCodePoint(8, position, text); break;
            default:
                errors.Add(new TomlError(position, $"'\\{kind}' is not an escape sequence; {EscapeHint}"));
                break;
        }
    }

    private void ReadCodePoint(int digits, TomlPosition position, StringBuilder text)
    {
        var value = 0u;
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(cursor.Current))
            {
                errors.Add(new TomlError(
                    position, $"\\{(digits == 4 ? 'u' : 'U')} needs {digits} hexadecimal digits; {EscapeHint}"));
                return;
            }

            value = (value << 4) | uint.Parse([cursor.Current], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            cursor.Advance();
        }

        if (Rune.IsValid(value)) text.Append(new Rune(value));
        else errors.Add(new TomlError(position, $"U+{value:X4} is not a character; write one that is"));
    }
}
