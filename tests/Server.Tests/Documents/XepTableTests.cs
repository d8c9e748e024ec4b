using System.Reflection;
using Meerkat.Engine.Modules;
using Xunit;

namespace Meerkat.Server.Tests.Documents;

/// <summary>The README's table of XEPs against what the modules say of themselves.</summary>
public sealed class XepTableTests
{
    [Fact]
    public void Readme_lists_every_xep_of_a_module_with_its_version()
    {
        var implemented = typeof(XepAttribute).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<XepAttribute>())
            .Select(xep => $"XEP-{xep.Number} {xep.Version}")
            .Order(StringComparer.Ordinal);

        var listed = MarkdownTable.Rows("README.md", "XEP-").Select(cells => $"{cells[0]} {cells[1]}");

        Assert.Equal(implemented, listed);
    }
}
