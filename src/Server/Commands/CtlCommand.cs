using System.CommandLine;
using Meerkat.Engine.Admin;
using Meerkat.Server.Admin;

namespace Meerkat.Server.Commands;

/// <summary><c>meerkat ctl</c>: administers a running server. Its commands are those of the catalogue.</summary>
internal static class CtlCommand
{
    public static Command Create(CommandConsole console)
    {
        var ctl = new Ctl(console);
        var printReference = new Option<bool>("--print-reference") { Description = "Print docs/admin.md.", Hidden = true };
        var command = new Command("ctl", "Administer a running server.") { printReference };
        ctl.AddOptionsTo(command);
        foreach (var category in AdminCatalogue.Categories)
        {
            var group = new Command(category.Name, category.Help);
            foreach (var member in category.Commands) group.Add(Create(ctl, member));
            command.Add(group);
        }

        foreach (var member in AdminCatalogue.Commands)
        {
            foreach (var alias in member.Aliases) AddAlias(command, ctl, member, alias);
        }

        command.SetAction(result => PrintReference(result.GetValue(printReference), console));
        return command;
    }

    private static Command Create(Ctl ctl, AdminCommand member)
    {
        var command = new Command(member.Name, member.Help);
        var flags = new CtlFlags(command, member.Parameters);
        command.SetAction((result, stop) => ctl.RunAsync(member, result, flags.Read(result), flags.Secrets, stop));
        return command;
    }

    private static void AddAlias(Command parent, Ctl ctl, AdminCommand member, AdminAlias alias)
    {
        var command = new Command(alias.Name, $"{member.Help} MongooseIM's name of: {member.FullName}.") { Hidden = true };
        var words = alias.Words.Select(word => new Argument<string>(word)).ToList();
        foreach (var word in words) command.Add(word);
        var flags = new CtlFlags(command, member.Parameters.Where(parameter => parameter.Type.IsSecret));
        command.SetAction((result, stop) => ctl.RunAsync(
            member, result, alias.Map([.. words.Select(word => result.GetRequiredValue(word))]), flags.Secrets, stop));
        parent.Add(command);
    }

    private static int PrintReference(bool isWanted, CommandConsole console)
    {
        if (isWanted)
        {
            console.Output.Write(AdminReference.Generate());
            return ExitCode.Done;
        }

        console.Complain("a command is missing; see meerkat ctl --help");
        return ExitCode.Usage;
    }
}
