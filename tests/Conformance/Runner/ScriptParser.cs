using System.Text.RegularExpressions;

namespace Meerkat.Conformance.Runner;

/// <summary>Reads the script format described in README.md. Throws <see cref="FormatException"/> naming file and line on a mistake.</summary>
internal sealed partial class ScriptParser(string name, string accountSuffix)
{
    private readonly Dictionary<string, ClientDeclaration> _clients = [];
    private readonly List<Step> _steps = [];
    private List<string> _serverArguments = [];
    private bool _needsOwnServer;
    private string? _prosodyDeviation;

    public Script Parse(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var lineNumber = i + 1;
            var body = new List<string>();
            while (i + 1 < lines.Length && IsBody(lines, i + 1))
                body.Add(lines[++i].Trim());
            ReadLine(line, string.Join('\n', body).Trim('\n'), lineNumber);
        }

        return new Script
        {
            Name = name,
            AccountSuffix = accountSuffix,
            Clients = _clients,
            Steps = _steps,
            ServerArguments = _serverArguments,
            NeedsOwnServer = _needsOwnServer,
            ProsodyDeviation = _prosodyDeviation,
        };
    }

    // Indented lines belong to the step above them, and so do empty lines between them.
    private static bool IsBody(string[] lines, int index) =>
        string.IsNullOrWhiteSpace(lines[index])
            ? index + 1 < lines.Length && IsBody(lines, index + 1)
            : char.IsWhiteSpace(lines[index][0]);

    private void ReadLine(string line, string body, int lineNumber)
    {
        if (line.StartsWith("Server:", StringComparison.Ordinal))
        {
            _serverArguments = [.. line["Server:".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            _needsOwnServer = _serverArguments.Remove("own");
        }
        else if (line.StartsWith("Prosody:", StringComparison.Ordinal))
            _prosodyDeviation = line["Prosody:".Length..].Trim();
        else if (Declaration().Match(line) is { Success: true } declaration)
            Declare(declaration);
        else if (StepLine().Match(line) is { Success: true } step)
            AddStep(step, body, lineNumber);
        else
            throw new FormatException($"{name}, line {lineNumber}: neither a declaration nor a step: {line}");
    }

    private void Declare(Match match)
    {
        var resource = match.Groups["resource"].Value;
        var client = new ClientDeclaration(
            match.Groups["name"].Value, match.Groups["local"].Value, match.Groups["domain"].Value,
            resource.Length == 0 ? null : resource)
        {
            IsComponent = match.Groups["component"].Success,
            HasAccount = !match.Groups["component"].Success,
        };
        foreach (var clause in match.Groups["clauses"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            client = clause.Split(' ', 2) switch
            {
                ["password", var password] => client with { Password = password },
                ["language", var language] => client with { Language = language },
                ["without", "account"] => client with { HasAccount = false },
                ["without", "TLS"] => client with { StaysInPlaintext = true },
                ["below", "every domain"] => client with { IsSubdomain = true },
                ["over", "direct TLS"] => client with { UsesDirectTls = true },
                _ => throw new FormatException($"{name}: unknown clause '{clause}' for {client.Name}"),
            };
        }

        _clients.Add(client.Name, client);
    }

    private void AddStep(Match match, string body, int lineNumber)
    {
        var actor = match.Groups["actor"].Value;
        if (!_clients.ContainsKey(actor) && actor is not ("Server" or "everything"))
            throw new FormatException($"{name}, line {lineNumber}: {actor} is not declared");
        var inline = match.Groups["text"].Value;
        _steps.Add(new Step(lineNumber, actor, match.Groups["verb"].Value, inline.Length > 0 ? inline : body));
        _needsOwnServer |= actor == "Server";
    }

    [GeneratedRegex(@"^(?<name>\w+) is ((?<component>component) |(?<local>[^@\s]+)@)(?<domain>[^/,\s]+)(/(?<resource>[^,]+))?(?<clauses>,.*)?$")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^(?<actor>\w+) (?<verb>[\w ]+)(:(?<text>.*))?$")]
    private static partial Regex StepLine();
}
