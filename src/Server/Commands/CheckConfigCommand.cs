using System.CommandLine;
using Meerkat.Server.Options;

namespace Meerkat.Server.Commands;

/// <summary><c>meerkat check-config</c>: names every mistake in a configuration file.</summary>
internal static class CheckConfigCommand
{
    public static Command Create(CommandConsole console)
    {
        var file = new Argument<string>("FILE.toml")
        {
            Description = "The configuration file.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var printReference = new Option<bool>("--print-reference")
        {
            Description = "Print docs/configuration.md.",
            Hidden = true,
        };
        var command =
            new Command("check-config", "Name every mistake in a configuration file.") { file, printReference };
        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is not { Tokens.Count: 1 } && !result.GetValue(printReference))
            {
                result.AddError("the file is missing");
            }
        });
        command.SetAction(result => result.GetValue(printReference)
            ? PrintReference(console)
            : Check(result.GetRequiredValue(file), console));
        return command;
    }

    private static int Check(string path, CommandConsole console)
    {
        if (OptionFlags.ReadFile(path, console) is not { } file) return ExitCode.Failed;

        var options = HostBinder.Bind(file, OptionBinder.Bind(file, OptionFlags.Defaults(console)));
        OptionBinder.Validate(file, options);
        ReportMissing(file, "tls.certificate", options.Tls.Certificates);
        ReportMissing(file, "tls.key", options.Tls.Keys);
        ReportMissing(file, "tls.client_ca", options.Tls.ClientAuthorities is { } authorities ? [authorities] : []);
        ReportMissing(file, "tls.client_crl", options.Tls.ClientRevocationLists);
        foreach (var mistake in file.Mistakes) console.Output.WriteLine(mistake);
        if (file.HasMistakes) return ExitCode.Failed;

        console.Output.WriteLine($"{path}: ok");
        return ExitCode.Done;
    }

    private static void ReportMissing(ConfigurationFile file, string key, IReadOnlyList<string> paths)
    {
        foreach (var path in paths.Where(path => !File.Exists(path)))
            file.Report(file.PositionOf(key), $"{key}: there is no file {path}");
    }

    private static int PrintReference(CommandConsole console)
    {
        console.Output.Write(ConfigurationReference.Generate());
        return ExitCode.Done;
    }
}
