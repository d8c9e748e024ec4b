using System.Text;
using Meerkat.LoadGen.Load;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class MessageTemplateTests
{
    [Fact]
    public void Template_writes_numbered_messages_with_their_time()
    {
        var template = new MessageTemplate("juliet@localhost/loadgen", runId: 1, sender: 2, bodyBytes: 50);
        var destination = new byte[template.Length];

        template.WriteNext(destination, timestamp: 0);
        template.WriteNext(destination, timestamp: 0x1234);

        Assert.Equal(2u, template.Sequence);
        Assert.Equal(
            "<message to='juliet@localhost/loadgen' type='chat' id='00000002'>"
            + "<body>lg:00000001:00000002:00000002:0000000000001234:abc</body></message>",
            Encoding.UTF8.GetString(destination));
    }

    [Fact]
    public void Template_escapes_the_address()
    {
        var template = new MessageTemplate("a@b/r'<id='", runId: 1, sender: 2, bodyBytes: 64);
        var destination = new byte[template.Length];

        template.WriteNext(destination, timestamp: 1);

        Assert.Contains(" id='00000001'><body>", Encoding.UTF8.GetString(destination), StringComparison.Ordinal);
    }

    [Fact]
    public void Template_does_not_allocate()
    {
        var template = new MessageTemplate("juliet@localhost/loadgen", runId: 1, sender: 2, bodyBytes: 64);
        var destination = new byte[template.Length];
        template.WriteNext(destination, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            template.WriteNext(destination, i);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
