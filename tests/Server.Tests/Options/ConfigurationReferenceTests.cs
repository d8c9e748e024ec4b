using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Options;

public sealed class ConfigurationReferenceTests
{
    [Fact]
    public void Reference_in_docs_is_what_the_option_table_generates()
    {
        var committed = File.ReadAllText(RepositoryFiles.PathOf("docs/configuration.md"));

        var generated = ConfigurationReference.Generate();

        // To bring it up to date: meerkat check-config --print-reference > docs/configuration.md
        Assert.Equal(generated, committed);
    }
}
