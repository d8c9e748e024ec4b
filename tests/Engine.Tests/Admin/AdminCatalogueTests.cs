using Meerkat.Engine.Admin;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

public sealed class AdminCatalogueTests
{
    public static TheoryData<string> Commands => [.. AdminCatalogue.Commands.Select(command => command.FullName)];

    [Fact]
    public void Names_are_unique()
    {
        Assert.Distinct(AdminCatalogue.Commands.Select(command => command.FullName));
        Assert.Distinct(AdminCatalogue.Commands.SelectMany(command => command.Aliases).Select(alias => alias.Name)
            .Concat(AdminCatalogue.Categories.Select(category => category.Name)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_is_of_its_category_and_described(string name)
    {
        var command = Find(name);

        Assert.Contains(AdminCatalogue.Categories, category => category.Name == command.Category && category.Commands.Contains(command));
        Assert.EndsWith(".", command.Help, StringComparison.Ordinal);
        Assert.All(command.Parameters, parameter => Assert.EndsWith(".", parameter.Help, StringComparison.Ordinal));
        Assert.All(command.Shape.Columns, column => Assert.EndsWith(".", column.Help, StringComparison.Ordinal));
        Assert.Distinct(command.Parameters.Select(parameter => parameter.Name));
        Assert.All(command.Parameters, parameter => Assert.Matches("^[a-z][a-z-]*$", parameter.Name));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Alias_gives_what_the_command_needs_but_its_secrets(string name)
    {
        var command = Find(name);
        foreach (var alias in command.Aliases)
        {
            var given = alias.Map([.. alias.Words.Select((_, i) => $"{i}")]);

            Assert.All(given.Keys, key => Assert.Contains(command.Parameters, parameter => parameter.Name == key && !parameter.Type.IsSecret));
            Assert.All(
                command.Parameters.Where(parameter => parameter.IsRequired && !parameter.Type.IsSecret),
                parameter => Assert.Contains(parameter.Name, given.Keys));
        }
    }

    [Fact]
    public void Alias_puts_several_words_into_one_argument()
    {
        var alias = new AdminAlias("kick_session session=USER@HOST/RESOURCE reason=REASON");

        var given = alias.Map(["juliet", "HOST", "a/b@c", "because USER"]);

        Assert.Equal(["USER", "HOST", "RESOURCE", "REASON"], alias.Words);
        Assert.Equal(["juliet@HOST/a/b@c"], given["session"]);
        Assert.Equal(["because USER"], given["reason"]);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_argument_that_is_missing_is_told(string name)
    {
        var command = Find(name);

        AdminArguments.TryRead(command, new Dictionary<string, IReadOnlyList<string>>(), out _, out var mistakes);

        Assert.Equal(command.Parameters.Count(parameter => parameter.IsRequired), mistakes.Count);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Argument_that_there_is_not_is_told(string name)
    {
        var isRead = AdminArguments.TryRead(Find(name), new Dictionary<string, IReadOnlyList<string>> { ["nonsense"] = ["1"] }, out _, out var mistakes);

        Assert.False(isRead);
        Assert.Contains($"{name} has no argument 'nonsense'", mistakes);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Mistake_never_shows_a_secret(string name)
    {
        var command = Find(name);
        // Twice, and longer than any text may be.
        var given = command.Parameters.ToDictionary(
            parameter => parameter.Name, IReadOnlyList<string> (_) => ["hunter2" + new string('x', 20_000), "hunter2"]);

        AdminArguments.TryRead(command, given, out _, out var mistakes);
        var single = given.ToDictionary(entry => entry.Key, IReadOnlyList<string> (entry) => [entry.Value[0]]);
        AdminArguments.TryRead(command, single, out _, out var more);

        foreach (var secret in command.Parameters.Where(parameter => parameter.Type.IsSecret))
            Assert.DoesNotContain(mistakes.Concat(more), mistake => mistake.StartsWith(secret.Name, StringComparison.Ordinal) && mistake.Contains("hunter2", StringComparison.Ordinal));
    }

    private static AdminCommand Find(string name) => AdminCatalogue.Commands.Single(command => command.FullName == name);
}
