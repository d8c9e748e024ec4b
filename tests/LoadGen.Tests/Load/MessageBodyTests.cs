using Meerkat.LoadGen.Load;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class MessageBodyTests
{
    [Theory]
    [InlineData(MessageBody.MinBytes)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Body_has_the_wanted_size_and_fields(int size)
    {
        var text = MessageBody.Create(0xdeadbeef, 7, size);

        Assert.Equal(size, text.Length);
        Assert.True(MessageBody.TryParse(text, out var body));
        Assert.Equal(new MessageBody(0xdeadbeef, 7, 0, 0), body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("lg:deadbeef:00000007:00000000:000000000000000:")]
    [InlineData("lg:deadbeeg:00000007:00000000:0000000000000000:")]
    [InlineData("lg:deadbeef:        :00000000:0000000000000000:")]
    [InlineData("xx:deadbeef:00000007:00000000:0000000000000000:")]
    public void Body_of_somebody_else_is_refused(string text) =>
        Assert.False(MessageBody.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _));
}
