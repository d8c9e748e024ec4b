using Meerkat.Engine.Modules;
using Xunit;

namespace Meerkat.Server.Tests.Documents;

/// <summary>The table of modules in docs/services.md against the list of modules.</summary>
public sealed class ModuleTableTests
{
    [Fact]
    public void Services_page_lists_every_module_as_it_is()
    {
        var listed = MarkdownTable.Rows("docs/services.md", "").SkipWhile(cells => cells[0] != "Module").Skip(2)
            .TakeWhile(cells => cells[0] != "The log says")
            .Select(cells => string.Join(" | ", cells));

        Assert.Equal(ModuleList.All.Select(Row), listed);
    }

    private static string Row(ModuleDescriptor module)
    {
        var needs = module.DependsOn.Concat(module.NeedsServices.Select(service => $"the service {service}"));
        return $"{module.Name} | {module.Summary} | {string.Join(", ", needs)} | {(module.IsRequired ? "required" : "")}";
    }
}
