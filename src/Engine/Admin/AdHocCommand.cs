namespace Meerkat.Engine.Admin;

/// <summary>A command as XMPP clients find it (XEP-0050). Immutable.</summary>
/// <param name="Node">Its name among the nodes of the domain.</param>
/// <param name="Title">What users see of it.</param>
/// <param name="Level">Who may run it.</param>
/// <param name="Fields">What it asks for; nothing: it is run at once.</param>
/// <param name="Run">Does it, with what was answered.</param>
internal sealed record AdHocCommand(
    string Node, string Title, AdminLevel Level, IReadOnlyList<AdHocField> Fields, Func<AdHocCall, ValueTask<AdHocOutcome>> Run)
{
    /// <summary>The namespace that its fields are standardized in (XEP-0068); null: none.</summary>
    public string? FormType { get; init; }
}
