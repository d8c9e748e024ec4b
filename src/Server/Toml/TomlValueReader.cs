using System.Text.RegularExpressions;

namespace Meerkat.Server.Toml;

/// <summary>Reads values, arrays and inline tables among them. Owned by one <see cref="TomlReader"/>.</summary>
internal sealed partial class TomlValueReader(
    TomlCursor cursor, TomlKeyReader keys, TomlStringReader strings, List<TomlError> errors)
{
    // The reader recurses per level. No configuration nests deeper than a few.
    private const int MaxDepth = 100;

    /// <summary>Arrays and inline tables that are open; above zero after a throw, if that happened inside
    /// one.</summary>
    public int Depth { get; set; }

    public TomlValue Read()
    {
        switch (cursor.Current)
        {
            case '"' or '\'': return strings.Read();
            case '[': return ReadNested(ReadArray);
            case '{': return ReadNested(ReadInlineTable);
        }

        var position = cursor.Position;
        var token = cursor.TakeBareToken();
        if (token.Length == 0)
        {
            throw new TomlSyntaxException(position, $"found {cursor.DescribeCurrent()} where a value should be");
        }

        // TOML allows a blank for the 'T' between date and time.
        if (TomlDateTimeReader.IsDate(token) && cursor.Current == ' ' && char.IsAsciiDigit(cursor.Peek(1)))
        {
            cursor.Advance();
            token = $"{token} {cursor.TakeBareToken()}";
        }

        return TomlScalarReader.Read(position, token, errors);
    }

    private TomlValue ReadNested(Func<TomlValue> read)
    {
        if (Depth == MaxDepth)
        {
            throw new TomlSyntaxException(cursor.Position, $"values nest deeper than {MaxDepth} levels");
        }
        Depth++;
        var value = read();
        Depth--;
        return value;
    }

    private TomlArray ReadArray()
    {
        var array = new TomlArray(cursor.Position, TomlArrayOrigin.Brackets);
        cursor.Advance();
        SkipLines(array.Position, ']');
        while (!cursor.TryTake("]"))
        {
            array.Add(Read());
            SkipLines(array.Position, ']');
            if (cursor.TryTake(",")) SkipLines(array.Position, ']');
            else if (cursor.Current != ']') ReportMissingComma(']');
        }

        return array;
    }

    private TomlTable ReadInlineTable()
    {
        var table = new TomlTable(cursor.Position, TomlTableOrigin.Inline);
        var builder = new TomlTableBuilder(table, errors);
        cursor.Advance();
        var hasLineBreak = SkipInlineBlanks(table.Position);
        while (!cursor.TryTake("}"))
        {
            builder.Set(table, keys.ReadPathBeforeEquals(), Read());
            hasLineBreak |= SkipInlineBlanks(table.Position);
            var comma = cursor.Position;
            if (!cursor.TryTake(","))
            {
                if (cursor.Current != '}') ReportMissingComma('}');
                continue;
            }

            hasLineBreak |= SkipInlineBlanks(table.Position);
            if (cursor.Current == '}') errors.Add(new TomlError(comma, "remove the comma before '}'"));
        }

        if (hasLineBreak)
        {
            errors.Add(new TomlError(
                table.Position,
                "an inline table must end on the line it starts on; write it on one line, or as a [table]"));
        }

        return table;
    }

    private void ReportMissingComma(char close)
    {
        var startsValue =
            cursor.Current is '"' or '\'' or '[' or '{' or '+' or '-' || char.IsAsciiLetterOrDigit(cursor.Current);
        var message =
            $"found {cursor.DescribeCurrent()}; write a comma between values, and '{close}' behind the last one";
        if (!startsValue) throw new TomlSyntaxException(cursor.Position, message);
        errors.Add(new TomlError(cursor.Position, message));
    }

    /// <summary>TOML 1.0 has no line breaks in inline tables. They are read over, for the caller to report. True if
    /// there was one.</summary>
    private bool SkipInlineBlanks(TomlPosition opened)
    {
        cursor.SkipBlanks();
        if (cursor.Current != '#' && !cursor.AtNewline && !cursor.AtEnd) return false;
        SkipLines(opened, '}');
        return true;
    }

    /// <summary>Skips blanks, comments and line ends inside an array, watching for signs that it was never
    /// closed.</summary>
    private void SkipLines(TomlPosition opened, char close)
    {
        while (true)
        {
            cursor.SkipBlanks();
            TomlReader.SkipComment(cursor, errors);
            if (cursor.AtEnd) break;
            if (!cursor.TryTakeNewline()) return;
            if (AtStatement(close)) break;
        }

        throw new TomlSyntaxException(
            opened, $"'{(close == ']' ? '[' : '{')}' is never closed; write '{close}' behind the last value");
    }

    /// <summary>Whether a statement seems to begin on this line: <c>key =</c>, or a header (no array contains a bare
    /// word).</summary>
    private bool AtStatement(char close) =>
        Header().IsMatch(cursor.RestOfLine) || (close == ']' && KeyAndEquals().IsMatch(cursor.RestOfLine));

    /// <summary>Whether reading can go on at this line after a mistake inside an array.</summary>
    public bool AtResumeLine() => AtStatement(']');

    [GeneratedRegex("""\A[ \t]*([A-Za-z0-9_.-]+|"[^"]*"|'[^']*')[ \t]*=""")]
    private static partial Regex KeyAndEquals();

    [GeneratedRegex(@"\A[ \t]*\[\[?[ \t]*(?!(true|false|inf|nan)\b)[A-Za-z_][A-Za-z0-9_.-]*[ \t]*\]")]
    private static partial Regex Header();
}
