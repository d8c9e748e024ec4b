namespace Meerkat.Server.Toml;

/// <summary>Reads keys: bare, quoted, and dotted ones. Owned by one <see cref="TomlReader"/>.</summary>
internal sealed class TomlKeyReader(TomlCursor cursor, TomlStringReader strings)
{
    /// <summary>The parts of a dotted key; blanks around it are taken.</summary>
    public List<TomlKey> ReadPath()
    {
        List<TomlKey> path = [];
        do
        {
            cursor.SkipBlanks();
            path.Add(ReadPart());
            cursor.SkipBlanks();
        }
        while (cursor.TryTake("."));
        return path;
    }

    /// <summary>A key, the equals sign behind it, and the blanks before the value.</summary>
    public List<TomlKey> ReadPathBeforeEquals()
    {
        var path = ReadPath();
        if (!cursor.TryTake("="))
        {
            throw new TomlSyntaxException(
                cursor.Position,
                $"found {cursor.DescribeCurrent()} after the key '{path[^1].Name}'; write {path[^1].Name} = VALUE");
        }

        if (cursor.Current == '=') throw new TomlSyntaxException(cursor.Position, "found a second '='; write one");

        cursor.SkipBlanks();
        if (cursor.AtEnd || cursor.AtNewline || cursor.Current == '#')
        {
            throw new TomlSyntaxException(cursor.Position, $"'{path[^1].Name}' has no value; write one after the '='");
        }

        return path;
    }

    private TomlKey ReadPart()
    {
        var position = cursor.Position;
        if (cursor.StartsWith("\"\"\"") || cursor.StartsWith("'''"))
        {
            throw new TomlSyntaxException(position, "a key must be on one line; write it in single or double quotes");
        }

        if (cursor.Current is '"' or '\'') return new TomlKey(strings.ReadSingleLine(), position);

        var length = 0;
        while (char.IsAsciiLetterOrDigit(cursor.Peek(length)) || cursor.Peek(length) is '_' or '-') length++;
        if (length == 0)
        {
            throw new TomlSyntaxException(
                position,
                $"found {cursor.DescribeCurrent()} where a key should be; "
                    + "a key is letters, digits, '_' and '-', or in quotes");
        }

        var name = cursor.RestOfLine[..length].ToString();
        cursor.Advance(length);
        return new TomlKey(name, position);
    }
}
