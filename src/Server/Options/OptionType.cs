using System.Diagnostics.CodeAnalysis;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>
/// A kind of value an option can have: how it is written on the command line and in the configuration file, and what is
/// allowed. Stateless.
/// </summary>
internal abstract class OptionType<T>
{
    /// <summary>Stands for the value in usage texts: <c>DURATION</c>.</summary>
    public abstract string Placeholder { get; }

    /// <summary>What may be written, for the reference: <c>a duration from 1s to 1h</c>.</summary>
    public abstract string Description { get; }

    /// <summary>What to write in the configuration file instead of something else: <c>a duration such as
    /// "30s"</c>.</summary>
    public abstract string TomlExample { get; }

    /// <summary>Whether the flag may be given several times, each time with one value.</summary>
    public virtual bool IsList => false;

    /// <summary>The value as it is written on the command line.</summary>
    public abstract string Format(T value);

    /// <summary>The value as it is written in the configuration file; null if leaving the key out is the only
    /// way.</summary>
    public virtual string? FormatToml(T value) => TomlString.Write(Format(value));

    /// <summary>Reads a value from the command line. The mistake says what is wrong and what to write.</summary>
    public abstract bool TryParse(
        string text, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? mistake);

    /// <summary>Reads all values given to a flag. A flag that is no list has exactly one.</summary>
    public virtual bool TryParseAll(
        IReadOnlyList<string> texts, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? mistake) =>
        TryParse(texts[^1], out value, out mistake);

    /// <summary>Reads a value from the configuration file. Mistakes are reported to <paramref name="file"/>.</summary>
    public virtual bool TryConvert(TomlValue toml, ConfigurationFile file, [MaybeNullWhen(false)] out T value)
    {
        if (toml is not TomlString { Text: var text }) return Refuse(toml, file, out value);
        if (TryParse(text, out value, out var mistake)) return true;

        file.Report(toml.Position, mistake);
        return false;
    }

    protected bool Refuse(TomlValue toml, ConfigurationFile file, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        // What could not be read at all was reported by the reader.
        if (toml is not TomlInvalid) file.Report(toml.Position, $"found {toml.Description}; write {TomlExample}");
        return false;
    }
}
