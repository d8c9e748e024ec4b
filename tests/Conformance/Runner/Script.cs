namespace Meerkat.Conformance.Runner;

/// <summary>A parsed conversation: one file under Scripts. Immutable; made by <see cref="ScriptParser"/>, played by <see cref="ScriptRunner"/>.</summary>
internal sealed record Script
{
    /// <summary>Path below the Scripts folder without extension, for example <c>rfc6121-roster/get-empty</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Further command-line arguments of the server the script needs.</summary>
    public required IReadOnlyList<string> ServerArguments { get; init; }

    /// <summary>True when the script stops or kills its server, and so must not share it.</summary>
    public required bool NeedsOwnServer { get; init; }

    /// <summary>Why Prosody does not answer as the script says; null when it does. See the folder's README.</summary>
    public required string? ProsodyDeviation { get; init; }

    public required IReadOnlyDictionary<string, ClientDeclaration> Clients { get; init; }

    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>Appended to every localpart, so that scripts sharing a server do not share accounts.</summary>
    public required string AccountSuffix { get; init; }

    public string AccountOf(ClientDeclaration client) => client.Localpart + AccountSuffix;
}
