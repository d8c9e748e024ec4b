using Meerkat.Engine.Admin;

namespace Meerkat.Server.Admin;

/// <summary>Writes the list of all commands in docs/admin.md from the catalogue.</summary>
internal static class AdminReference
{
    public const string Begin = "<!-- Generated from the catalogue of commands by `meerkat ctl --print-reference`. -->";

    public static string Generate()
    {
        List<string> lines = [Begin, ""];
        foreach (var category in AdminCatalogue.Categories)
        {
            lines.AddRange([$"## {category.Name}", "", category.Help, ""]);
            foreach (var command in category.Commands) lines.AddRange(Describe(command));
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Describe(AdminCommand command)
    {
        yield return $"### {command.FullName}";
        yield return "";
        yield return command.Help;
        yield return "";
        yield return $"`meerkat ctl {Usage(command)}`";
        yield return "";
        yield return $"- HTTP: `{AdminRequest.MethodOf(command)} {AdminHttp.CommandPath}{command.Category}/{command.Name}`"
            + (command.Level == AdminLevel.Server ? "; for administrators of the whole server" : "");
        foreach (var parameter in command.Parameters)
        {
            var optional = parameter.IsRequired ? "" : ", may be left out";
            var repeated = parameter.Type.Form == AdminForm.Texts ? ", may be repeated" : "";
            yield return $"- `{parameter.Name}`: {parameter.Help} Value: {parameter.Type.Description}{repeated}{optional}.";
        }

        yield return $"- Answer: {Answer(command.Shape)}";
        if (command.Aliases.Count > 0)
            yield return $"- MongooseIM: {string.Join(", ", command.Aliases.Select(alias => $"`{string.Join(' ', alias.Words.Prepend(alias.Name))}`"))}";
        yield return "";
    }

    private static string Usage(AdminCommand command) => string.Join(' ', command.Parameters.Select(Usage).Prepend(command.FullName));

    private static string Usage(AdminParameter parameter)
    {
        var flag = parameter.Type.Form switch
        {
            AdminForm.Secret => $"[--{parameter.Name}-stdin | --{parameter.Name}-file FILE]",
            AdminForm.SecretLines => $"--{parameter.Name}-file FILE",
            _ => $"--{parameter.Name} {parameter.Type.Placeholder}",
        };
        return parameter.IsRequired ? flag : $"[{flag}]";
    }

    private static string Answer(AdminShape shape) => shape.Kind switch
    {
        AdminShapeKind.Message => "a sentence",
        AdminShapeKind.Text => "a text",
        AdminShapeKind.Number => "a number",
        AdminShapeKind.List => "a list, each: " + shape.Columns[0].Help,
        AdminShapeKind.Table => "a table: " + Columns(shape),
        _ => Columns(shape),
    };

    private static string Columns(AdminShape shape) =>
        string.Join(' ', shape.Columns.Select(column => $"`{column.Name}` {char.ToLowerInvariant(column.Help[0])}{column.Help[1..]}"));
}
