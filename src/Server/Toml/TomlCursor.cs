namespace Meerkat.Server.Toml;

/// <summary>Walks through the text of a TOML file and knows line and column. Owned by one
/// <see cref="TomlReader"/>.</summary>
internal sealed class TomlCursor(string text)
{
    /// <summary>What <see cref="Current"/> is behind the last character. Also U+0000, which TOML forbids: see
    /// <see cref="AtEnd"/>.</summary>
    public const char End = '\0';

    private int _index;
    private int _line = 1;
    private int _column = 1;

    public TomlPosition Position => new(_line, _column);

    public bool AtEnd => _index >= text.Length;

    public bool AtLineStart => _column == 1;

    public char Current => Peek(0);

    public bool AtNewline => Current == '\n' || (Current == '\r' && Peek(1) == '\n');

    /// <summary>The rest of the current line, without its end.</summary>
    public ReadOnlySpan<char> RestOfLine
    {
        get
        {
            var rest = text.AsSpan(_index);
            var end = rest.IndexOf('\n');
            return (end < 0 ? rest : rest[..end]).TrimEnd('\r');
        }
    }

    public char Peek(int ahead) => _index + ahead < text.Length ? text[_index + ahead] : End;

    public bool StartsWith(string expected) => text.AsSpan(_index).StartsWith(expected, StringComparison.Ordinal);

    public void Advance()
    {
        if (text[_index] == '\n') (_line, _column) = (_line + 1, 1);
        // Both halves of a surrogate pair are one code point.
        else if (!char.IsHighSurrogate(text[_index])) _column++;
        _index++;
    }

    public void Advance(int count)
    {
        for (var i = 0; i < count; i++) Advance();
    }

    public bool TryTake(string expected)
    {
        if (!StartsWith(expected)) return false;
        Advance(expected.Length);
        return true;
    }

    /// <summary>Takes LF or CR LF.</summary>
    public bool TryTakeNewline()
    {
        if (!AtNewline) return false;
        if (Current == '\r') Advance();
        Advance();
        return true;
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t') Advance();
    }

    /// <summary>To the end of the line, but not over it.</summary>
    public void SkipLine()
    {
        while (!AtEnd && !AtNewline) Advance();
    }

    /// <summary>Takes characters up to the next one that cannot be part of an unquoted value.</summary>
    public string TakeBareToken()
    {
        var start = _index;
        while (!AtEnd && Current is not (' ' or '\t' or '\r' or '\n' or ',' or ']' or '}' or '#')) Advance();
        return text[start.._index];
    }

    /// <summary>The character at the cursor as a message shows it.</summary>
    public string DescribeCurrent()
    {
        if (AtEnd) return "the end of the file";
        if (AtNewline) return "the end of the line";
        if (char.IsHighSurrogate(Current) && char.IsLowSurrogate(Peek(1))) return $"'{Current}{Peek(1)}'";
        return char.IsControl(Current) || char.IsSurrogate(Current) || (char.IsWhiteSpace(Current) && Current != ' ')
            ? $"the character U+{(int)Current:X4}"
            : $"'{Current}'";
    }
}
