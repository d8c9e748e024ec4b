using Meerkat.Engine.Options;

namespace Meerkat.Server.Options;

/// <summary>A table of the configuration file and the option record behind it: makes the descriptors of its
/// keys.</summary>
internal sealed class OptionArea<TArea>(
    string name, Func<ServerOptions, TArea> get, Func<ServerOptions, TArea, ServerOptions> set)
{
    public OptionDescriptor Option<T>(
        string key,
        OptionType<T> type,
        Func<TArea, T> getValue,
        Func<TArea, T, TArea> setValue,
        string help,
        string? flag = null) =>
        new OptionDescriptor<T>(
            ($"{name}.{key}", flag ?? $"--{key.Replace('_', '-')}", help),
            type,
            options => getValue(get(options)),
            (options, value) => set(options, setValue(get(options), value)));
}
