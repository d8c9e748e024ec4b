using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>One call of an ad-hoc command: who calls, at which domain, and what was answered. Immutable.</summary>
internal sealed record AdHocCall(
    AdminRunner Runner, AdminCaller Caller, Jid Domain, IReadOnlyDictionary<string, IReadOnlyList<string>> Answers)
{
    /// <summary>The first answer to a field; empty if there is none.</summary>
    public string Answer(string field) => Answers.TryGetValue(field, out var values) && values.Count > 0 ? values[0] : "";

    public IReadOnlyList<string> AllAnswers(string field) => Answers.GetValueOrDefault(field, []);

    /// <summary>Runs a command of the catalogue.</summary>
    public ValueTask<AdminResult> RunAsync(string category, string name, params (string Name, string Value)[] arguments)
    {
        AdminCatalogue.TryFind(category, name, out var command);
        return RunAsync(command!, arguments.ToDictionary(argument => argument.Name, IReadOnlyList<string> (argument) => [argument.Value]));
    }

    public async ValueTask<AdminResult> RunAsync(AdminCommand command, IReadOnlyDictionary<string, IReadOnlyList<string>> given) =>
        AdminArguments.TryRead(command, given, out var arguments, out var mistakes)
            ? await Runner.RunAsync(Caller, command, arguments).ConfigureAwait(false)
            : AdminResult.BadArgument(string.Join('\n', mistakes));
}
