namespace Meerkat.Server.Toml;

/// <summary>
/// Reads TOML 1.0 (https://toml.io/en/v1.0.0). After a syntax mistake reading goes on at the next line that looks like
/// a statement, so that all mistakes of a file are found at once. One instance reads one file.
/// </summary>
internal sealed class TomlReader
{
    private readonly List<TomlError> _errors = [];
    private readonly TomlTable _root = new(TomlPosition.Start, TomlTableOrigin.Header);
    private readonly TomlTableBuilder _builder;
    private readonly TomlCursor _cursor;
    private readonly TomlKeyReader _keys;
    private readonly TomlValueReader _values;

    // The table of the latest header.
    private TomlTable _table;

    private TomlReader(ReadOnlySpan<byte> utf8)
    {
        _cursor = new TomlCursor(TomlSource.Decode(utf8, _errors));
        var strings = new TomlStringReader(_cursor, _errors);
        _keys = new TomlKeyReader(_cursor, strings);
        _values = new TomlValueReader(_cursor, _keys, strings, _errors);
        _builder = new TomlTableBuilder(_root, _errors);
        _table = _root;
    }

    public static TomlDocument Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new TomlReader(utf8);
        reader.ReadStatements();
        return new TomlDocument(reader._root, [.. reader._errors.OrderBy(error => error.Position)]);
    }

    /// <summary>Takes a comment up to the end of its line, if there is one.</summary>
    internal static void SkipComment(TomlCursor cursor, List<TomlError> errors)
    {
        if (cursor.Current != '#') return;
        while (!cursor.AtEnd && !cursor.AtNewline)
        {
            if (cursor.Current is (< ' ' and not '\t') or '\x7F')
            {
                errors.Add(new TomlError(
                    cursor.Position, $"{cursor.DescribeCurrent()} must not stand in a comment; remove it"));
            }

            cursor.Advance();
        }
    }

    private void ReadStatements()
    {
        while (!_cursor.AtEnd)
        {
            try
            {
                ReadStatement();
            }
            catch (TomlSyntaxException e)
            {
                _errors.Add(e.Error);
                Recover();
            }
        }
    }

    private void ReadStatement()
    {
        _cursor.SkipBlanks();
        if (_cursor.Current == '[') ReadHeader();
        else if (!_cursor.AtEnd && !_cursor.AtNewline && _cursor.Current != '#') ReadKeyAndValue();

        _cursor.SkipBlanks();
        SkipComment(_cursor, _errors);
        if (!_cursor.AtEnd && !_cursor.TryTakeNewline())
        {
            throw new TomlSyntaxException(
                _cursor.Position,
                $"found {_cursor.DescribeCurrent()} behind the end of the statement; "
                    + "begin a new line, or write # before a comment");
        }
    }

    private void ReadKeyAndValue()
    {
        var path = _keys.ReadPathBeforeEquals();
        _builder.Set(_table, path, _values.Read());
    }

    private void ReadHeader()
    {
        var isArray = _cursor.StartsWith("[[");
        // Should the header be wrong, the keys below it must not end up in the table above it.
        _table = new TomlTable(_cursor.Position, TomlTableOrigin.Header);
        _cursor.Advance(isArray ? 2 : 1);
        var path = _keys.ReadPath();
        if (!_cursor.TryTake(isArray ? "]]" : "]"))
        {
            throw new TomlSyntaxException(
                _cursor.Position,
                $"found {_cursor.DescribeCurrent()} in a header; write {(isArray ? "[[name]]" : "[name]")}");
        }

        _table = isArray ? _builder.OpenArrayElement(path) : _builder.OpenTable(path);
    }

    /// <summary>To the next line; after a mistake inside an array or inline table, to the next line that looks like a
    /// statement.</summary>
    private void Recover()
    {
        var wasNested = _values.Depth > 0;
        _values.Depth = 0;
        if (wasNested && _cursor.AtLineStart && _values.AtResumeLine()) return;
        do
        {
            _cursor.SkipLine();
            _cursor.TryTakeNewline();
        }
        while (wasNested && !_cursor.AtEnd && !_values.AtResumeLine());
    }
}
