using System.Diagnostics.CodeAnalysis;

namespace Meerkat.Engine.Admin;

/// <summary>All commands there are, in the order of the reference. A new command is an entry of a category. Immutable.</summary>
public static class AdminCatalogue
{
    public static IReadOnlyList<AdminCategory> Categories { get; } =
    [
        ServerCommands.Category,
        ServiceCommands.Category,
        ModuleCommands.Category,
        AccountCommands.Category,
        SessionCommands.Category,
        RosterCommands.Category,
        BlocklistCommands.Category,
        VcardCommands.Category,
        PrivateCommands.Category,
        LastCommands.Category,
        OfflineCommands.Category,
        StanzaCommands.Category,
        ComponentCommands.Category,
        StatCommands.Category,
    ];

    public static IEnumerable<AdminCommand> Commands => Categories.SelectMany(category => category.Commands);

    public static bool TryFind(string category, string name, [NotNullWhen(true)] out AdminCommand? command)
    {
        command = Commands.FirstOrDefault(command => command.Category == category && command.Name == name);
        return command is not null;
    }
}
