namespace Meerkat.Engine.Admin;

/// <summary>The commands of the catalogue as ad-hoc commands, behind those that XEP-0133 has. Immutable.</summary>
internal static class AdHocCatalogue
{
    /// <summary>What the nodes of this server's own commands begin with.</summary>
    public const string OwnNodes = "urn:meerkat:admin#";

    // What a client shows without effort; who wants all of a long list asks over HTTP.
    private const int MaxRows = 200;

    public static IReadOnlyList<AdHocCommand> All { get; } = [.. ServiceAdministration.Commands, .. AdminCatalogue.Commands.Select(Of)];

    public static AdHocCommand? Find(string node) => All.FirstOrDefault(command => command.Node == node);

    private static AdHocCommand Of(AdminCommand command) => new(
        $"{OwnNodes}{command.Category}/{command.Name}",
        $"{command.FullName}: {command.Help}",
        command.Level,
        [.. command.Parameters.Select(AdHocField.Of)],
        call => RunAsync(call, command));

    private static async ValueTask<AdHocOutcome> RunAsync(AdHocCall call, AdminCommand command)
    {
        var result = await call.RunAsync(command, call.Answers).ConfigureAwait(false);
        if (!result.IsSuccess) return AdHocOutcome.Failed(result.Failure, result.Text);

        switch (command.Shape.Kind)
        {
            case AdminShapeKind.Message:
                return AdHocOutcome.Said(result.Text);
            case AdminShapeKind.Text:
                return AdHocOutcome.Field("result", result.Text.Split('\n'));
            case AdminShapeKind.Number:
                return AdHocOutcome.Field("result", $"{result.Number}");
            default:
                var rows = await result.Rows.Take(MaxRows + 1).ToListAsync().ConfigureAwait(false);
                return new AdHocOutcome
                {
                    Columns = command.Shape.Columns,
                    Rows = rows.Count > MaxRows ? rows[..MaxRows] : rows,
                    Note = rows.Count > MaxRows ? $"Only the first {MaxRows} are shown." : null,
                };
        }
    }
}
