using System.Diagnostics.CodeAnalysis;

namespace Meerkat.Engine.Admin;

/// <summary>The arguments of one call, checked against the command's parameters. Immutable.</summary>
public sealed class AdminArguments
{
    private readonly Dictionary<AdminParameter, object?> _values;

    private AdminArguments(Dictionary<AdminParameter, object?> values) => _values = values;

    /// <summary>Those that were given, or filled in for the caller.</summary>
    internal IEnumerable<KeyValuePair<AdminParameter, object?>> Given => _values;

    /// <summary>The value; the type's default if it may be left out and was.</summary>
    public T? Get<T>(AdminParameter<T> parameter) => _values.TryGetValue(parameter, out var value) ? (T?)value : default;

    /// <summary>The value of a parameter that must be given.</summary>
    public T Require<T>(AdminParameter<T> parameter) => (T)_values[parameter]!;

    /// <summary>As <see cref="Get"/>, with another default.</summary>
    public T GetOr<T>(AdminParameter<T> parameter, T otherwise) => _values.TryGetValue(parameter, out var value) ? (T)value! : otherwise;

    internal AdminArguments With(AdminParameter parameter, object value) => new(new(_values) { [parameter] = value });

    /// <summary>Reads the texts given for each name; all mistakes are told at once.</summary>
    public static bool TryRead(
        AdminCommand command,
        IReadOnlyDictionary<string, IReadOnlyList<string>> given,
        [NotNullWhen(true)] out AdminArguments? arguments,
        out IReadOnlyList<string> mistakes)
    {
        List<string> found = [];
        Dictionary<AdminParameter, object?> values = [];
        foreach (var name in given.Keys.Where(name => command.Parameters.All(parameter => parameter.Name != name)))
            found.Add($"{command.FullName} has no argument '{name}'");

        foreach (var parameter in command.Parameters)
        {
            if (!given.TryGetValue(parameter.Name, out var texts) || texts.Count == 0)
            {
                if (parameter.IsRequired) found.Add($"{parameter.Name} is missing: {parameter.Type.Description}");
            }
            else if (texts.Count > 1 && !parameter.Type.IsList)
            {
                found.Add($"{parameter.Name} is given more than once");
            }
            else if (parameter.Type.TryRead(texts, out var value, out var mistake))
            {
                values.Add(parameter, value);
            }
            else
            {
                found.Add($"{parameter.Name}: {mistake}");
            }
        }

        mistakes = found;
        arguments = found.Count == 0 ? new AdminArguments(values) : null;
        return arguments is not null;
    }
}
