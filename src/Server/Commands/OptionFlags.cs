using System.CommandLine;
using Meerkat.Engine.Options;
using Meerkat.Server.Options;

namespace Meerkat.Server.Commands;

/// <summary>
/// <c>--config</c> and the flags of some options, for one command. Puts together what a command runs with: the flags
/// win over the file, the file over the defaults.
/// </summary>
internal sealed class OptionFlags
{
    private readonly Option<string> _config = new("--config")
    {
        HelpName = "FILE.toml",
        Description = "The configuration file. Flags win over it.",
    };

    private readonly List<(OptionDescriptor Descriptor, Option Flag)> _flags;

    public OptionFlags(IEnumerable<OptionDescriptor> descriptors) =>
        _flags = [.. descriptors.Select(descriptor => (descriptor, CreateFlag(descriptor)))];

    public void AddTo(Command command)
    {
        command.Add(_config);
        foreach (var (_, flag) in _flags) command.Add(flag);
    }

    /// <summary>Also for all commands below it.</summary>
    public void AddRecursivelyTo(Command command)
    {
        AddTo(command);
        _config.Recursive = true;
        foreach (var (_, flag) in _flags) flag.Recursive = true;
    }

    /// <summary>The options, or null if something is wrong and was said.</summary>
    public ServerOptions? Resolve(ParseResult result, CommandConsole console)
    {
        var options = Defaults(console);
        if (result.GetValue(_config) is not { } path) return TryApplyFlags(result, console, ref options) ? options : null;

        if (ReadFile(path, console) is not { } file) return null;
        options = OptionBinder.Bind(file, options);
        var isApplied = TryApplyFlags(result, console, ref options);
        // What hosts have of their own begins where file and flags end.
        options = HostBinder.Bind(file, options);
        foreach (var mistake in file.Mistakes) console.Error.WriteLine(mistake);
        return isApplied && !file.HasMistakes ? options : null;
    }

    /// <summary>The configuration file, or null if it cannot be read, which was said.</summary>
    public static ConfigurationFile? ReadFile(string path, CommandConsole console)
    {
        try
        {
            return ConfigurationFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            console.Complain($"cannot read the configuration file {path}: {e.Message}");
            return null;
        }
    }

    /// <summary>The defaults, with the data directory that systemd made for the service (systemd.exec(5),
    /// StateDirectory=).</summary>
    internal static ServerOptions Defaults(CommandConsole console)
    {
        var options = new ServerOptions();
        var state = console.GetEnvironmentVariable("STATE_DIRECTORY")?.Split(':')[0];
        return string.IsNullOrEmpty(state)
            ? options
            : options with { Storage = options.Storage with { DataDirectory = state } };
    }

    private bool TryApplyFlags(ParseResult result, CommandConsole console, ref ServerOptions options)
    {
        foreach (var (descriptor, flag) in _flags)
        {
            if (result.GetResult(flag) is not { Implicit: false } given) continue;
            if (descriptor.TryApply([.. given.Tokens.Select(token => token.Value)], ref options, out var mistake))
            {
                continue;
            }

            console.Complain($"{descriptor.Flag}: {mistake}");
            return false;
        }

        return true;
    }

    private static Option CreateFlag(OptionDescriptor descriptor)
    {
        Option flag = descriptor.IsList ? new Option<string[]>(descriptor.Flag) : new Option<string>(descriptor.Flag);
        flag.HelpName = descriptor.Placeholder;
        flag.Description = $"{descriptor.Help} [{descriptor.Key}, default {descriptor.Default}]";
        if (descriptor.IsSwitch) flag.Arity = ArgumentArity.ZeroOrOne;
        return flag;
    }
}
