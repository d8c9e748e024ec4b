using System.CommandLine;
using Meerkat.Engine.Admin;

namespace Meerkat.Server.Commands;

/// <summary>The flags of one command of <c>meerkat ctl</c>, made of its parameters. Secrets get none that shows them.</summary>
internal sealed class CtlFlags
{
    private readonly List<(AdminParameter Parameter, Option Flag)> _flags = [];

    public CtlFlags(Command command, IEnumerable<AdminParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Type.IsSecret) Secrets.Add(new CtlSecret(command, parameter));
            else Add(command, parameter);
        }
    }

    public List<CtlSecret> Secrets { get; } = [];

    /// <summary>What was given, by the names of the parameters.</summary>
    public Dictionary<string, IReadOnlyList<string>> Read(ParseResult result)
    {
        Dictionary<string, IReadOnlyList<string>> given = [];
        foreach (var (parameter, flag) in _flags)
        {
            if (result.GetResult(flag) is not { Implicit: false } found) continue;

            // A flag that means true may stand alone.
            given[parameter.Name] = found.Tokens.Count == 0 ? ["true"] : [.. found.Tokens.Select(token => token.Value)];
        }

        return given;
    }

    private void Add(Command command, AdminParameter parameter)
    {
        Option flag = parameter.Type.IsList ? new Option<string[]>($"--{parameter.Name}") : new Option<string>($"--{parameter.Name}");
        flag.HelpName = parameter.Type.Placeholder;
        flag.Description = parameter.IsRequired ? parameter.Help : $"{parameter.Help} [optional]";
        flag.Required = parameter.IsRequired;
        if (parameter.Type.Form == AdminForm.Boolean) flag.Arity = ArgumentArity.ZeroOrOne;
        if (parameter.Type.Choices.Count > 0) flag.CompletionSources.Add([.. parameter.Type.Choices]);
        command.Add(flag);
        _flags.Add((parameter, flag));
    }
}
