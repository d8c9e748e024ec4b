using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>A configuration file that was read: its document, and the mistakes found in it so far. One
/// thread.</summary>
internal sealed class ConfigurationFile
{
    private readonly List<TomlError> _mistakes;
    private readonly HashSet<string> _doubtful = [];

    // Lines that could not be read may have set any option.
    private readonly bool _hasSyntaxErrors;

    private ConfigurationFile(string path, TomlDocument document)
    {
        Name = path;
        Directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Root = document.Root;
        _hasSyntaxErrors = document.Errors.Count > 0;
        _mistakes = [.. document.Errors];
    }

    /// <summary>The path as the operator gave it.</summary>
    public string Name { get; }

    /// <summary>Where relative paths in the file start.</summary>
    public string Directory { get; }

    public TomlTable Root { get; }

    public bool HasMistakes => _mistakes.Count > 0;

    public int MistakeCount => _mistakes.Count;

    /// <summary>All mistakes in the order of the file, as <c>FILE:LINE:COLUMN: message</c>.</summary>
    public IEnumerable<string> Mistakes =>
        _mistakes.OrderBy(m => m.Position).Select(m => $"{Name}:{m.Position.Line}:{m.Position.Column}: {m.Message}");

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ConfigurationFile Read(string path) => new(path, TomlReader.Read(File.ReadAllBytes(path)));

    public static ConfigurationFile Parse(string path, ReadOnlySpan<byte> content) =>
        new(path, TomlReader.Read(content));

    public void Report(TomlPosition position, string message) => _mistakes.Add(new TomlError(position, message));

    /// <summary>Remembers that a mistake was reported about this key or table, or about one that is probably meant to
    /// be it.</summary>
    public void MarkDoubtful(string path) => _doubtful.Add(path);

    /// <summary>Whether what the options say about this key may come from a mistake that was reported.</summary>
    public bool IsDoubtful(string key) =>
        _hasSyntaxErrors || _doubtful.Contains(key) || _doubtful.Contains(key.Split('.')[0]);

    /// <summary>Where to look for an option: its key, else the header of its table, else the begin of the
    /// file.</summary>
    public TomlPosition PositionOf(string key) => PositionOf(key.Split('.'));

    /// <inheritdoc cref="PositionOf(string)"/>
    public TomlPosition PositionOf(ReadOnlySpan<string> path)
    {
        for (; !path.IsEmpty; path = path[..^1])
        {
            if (Find(path) is { } entry) return entry.Key.Position;
        }

        return TomlPosition.Start;
    }

    /// <summary>Whether the file has this key.</summary>
    public bool Has(string key) => Find(key.Split('.')) is not null;

    /// <summary>The entry of a path; null if it is not there.</summary>
    private TomlEntry? Find(ReadOnlySpan<string> path)
    {
        TomlEntry? entry = null;
        var table = Root;
        foreach (var part in path)
        {
            if (table is null || !table.TryGet(part, out entry)) return null;
            table = entry.Value as TomlTable;
        }

        return entry;
    }
}
