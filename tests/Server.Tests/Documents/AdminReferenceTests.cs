using Meerkat.Server.Admin;
using Xunit;

namespace Meerkat.Server.Tests.Documents;

public sealed class AdminReferenceTests
{
    [Fact]
    public void Commands_in_docs_are_what_the_catalogue_generates()
    {
        var page = File.ReadAllText(RepositoryFiles.PathOf("docs/admin.md"));

        Assert.Equal(AdminReference.Generate(), page[page.IndexOf(AdminReference.Begin, StringComparison.Ordinal)..]);
    }
}
