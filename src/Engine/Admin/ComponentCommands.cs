using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>External components (XEP-0114). Stateless; any thread.</summary>
internal static class ComponentCommands
{
    private static readonly AdminParameter<Jid> _component = new("component", AdminTypes.Address, "The domain of the component.");

    public static AdminCategory Category { get; } = new("component", "External components that are connected.",
    [
        new("component", "list", "List the domains of components.")
        {
            Level = AdminLevel.Server,
            Shape = AdminShape.Table(
                new("component", AdminCell.Text, "The domain."),
                new("address", AdminCell.Text, "Where the component connects from."),
                new("hidden", AdminCell.Boolean, "Whether users do not see it among the items of their domain.")),
            Run = (admin, _) => new(AdminResult.Of(admin.Services.Components.Table.Entries.Select(entry => new object?[]
            {
                entry.Domain.ToString(), entry.Stream.Connection.RemoteEndPoint.ToString(), entry.Stream.IsHidden,
            }))),
        },
        new("component", "kick", "End the connection of a component. It may connect again.")
        {
            Parameters = [_component],
            Level = AdminLevel.Server,
            IsChange = true,
            Run = (admin, arguments) => new(Kick(admin, arguments)),
        },
    ]);

    private static AdminResult Kick(AdminContext admin, AdminArguments arguments)
    {
        var component = arguments.Require(_component);
        if (admin.Services.Components.Find(component.Domain) is not { } stream)
            return AdminResult.NotFound($"no component has the domain {component}");

        var turn = admin.Services.Turns.Begin();
        stream.Connection.Close(turn, CloseReason.Kicked);
        turn.End();
        return AdminResult.Of($"component {component} disconnected");
    }
}
