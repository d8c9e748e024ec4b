using System.Diagnostics.CodeAnalysis;
using Meerkat.Engine.Options;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>
/// One option: its key in the configuration file, its flag, its type and its help. The table of these is the single
/// source of the file's binder, the flags, the help and the reference. Immutable.
/// </summary>
internal abstract class OptionDescriptor(string key, string flag, string help)
{
    /// <summary>The path in the configuration file: <c>limits.max_depth</c>.</summary>
    public string Key { get; } = key;

    /// <summary>The flag on the command line: <c>--max-depth</c>.</summary>
    public string Flag { get; } = flag;

    /// <summary>What it means, in a sentence or two for operators.</summary>
    public string Help { get; } = help;

    /// <inheritdoc cref="OptionType{T}.Placeholder"/>
    public abstract string Placeholder { get; }

    /// <inheritdoc cref="OptionType{T}.Description"/>
    public abstract string TypeDescription { get; }

    /// <inheritdoc cref="OptionType{T}.IsList"/>
    public abstract bool IsList { get; }

    /// <summary>Whether the flag may stand alone.</summary>
    public abstract bool IsSwitch { get; }

    /// <summary>The default as it is written on the command line.</summary>
    public string Default => Format(new ServerOptions());

    /// <summary>The option's value as it is written on the command line.</summary>
    public abstract string Format(ServerOptions options);

    /// <summary>The option's value as it is written in the configuration file; null if leaving the key out is the only
    /// way.</summary>
    public abstract string? FormatToml(ServerOptions options);

    /// <summary>Sets the option from the values given to its flag.</summary>
    public abstract bool TryApply(
        IReadOnlyList<string> values, ref ServerOptions options, [NotNullWhen(false)] out string? mistake);

    /// <summary>Sets the option from the file; mistakes are reported to it.</summary>
    public abstract void Apply(TomlValue toml, ConfigurationFile file, ref ServerOptions options);
}

/// <inheritdoc/>
internal sealed class OptionDescriptor<T>(
    (string Key, string Flag, string Help) text,
    OptionType<T> type,
    Func<ServerOptions, T> get,
    Func<ServerOptions, T, ServerOptions> set) : OptionDescriptor(text.Key, text.Flag, text.Help)
{
    public override string Placeholder => type.Placeholder;

    public override string TypeDescription => type.Description;

    public override bool IsList => type.IsList;

    public override bool IsSwitch => type is BooleanType;

    public override string Format(ServerOptions options) => type.Format(get(options));

    public override string? FormatToml(ServerOptions options) => type.FormatToml(get(options));

    public override bool TryApply(
        IReadOnlyList<string> values, ref ServerOptions options, [NotNullWhen(false)] out string? mistake)
    {
        if (!type.TryParseAll(values, out var value, out mistake)) return false;
        options = set(options, value);
        return true;
    }

    public override void Apply(TomlValue toml, ConfigurationFile file, ref ServerOptions options)
    {
        if (type.TryConvert(toml, file, out var value)) options = set(options, value);
    }
}
