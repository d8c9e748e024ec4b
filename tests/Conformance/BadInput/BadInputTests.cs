using System.Text;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.BadInput;

/// <summary>What no well-behaved client does: each ends in its named error, and two others chat on undisturbed.</summary>
public sealed class BadInputTests(BadInputServer server) : IClassFixture<BadInputServer>
{
    private const string NotWellFormed = "<not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>";
    private const string PolicyViolation = "<policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public Task Random_bytes_end_in_a_stream_error(int seed) => UnnoticedAsync(async () =>
    {
        var bytes = new byte[4096];
        new Random(seed).NextBytes(bytes);
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);

        await socket.TrySendAsync(bytes);
        var answer = await socket.ReadToEndAsync();

        Assert.Contains("<stream:error>", answer, StringComparison.Ordinal);
        Assert.EndsWith("</stream:stream>", answer, StringComparison.Ordinal);
    });

    [Fact]
    public Task Random_bytes_inside_a_stream_end_in_a_stream_error() => UnnoticedAsync(async () =>
    {
        var bytes = new byte[4096];
        new Random(5).NextBytes(bytes);
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);
        await socket.SendAsync(RawSocket.Header);
        await socket.ReadUntilAsync("</stream:features>");

        await socket.TrySendAsync(bytes);
        var answer = await socket.ReadToEndAsync();

        Assert.StartsWith("<stream:error>", answer, StringComparison.Ordinal);
        Assert.EndsWith("</stream:stream>", answer, StringComparison.Ordinal);
    });

    [Fact]
    public Task Random_bytes_on_the_tls_port_close_the_connection() => UnnoticedAsync(async () =>
    {
        var bytes = new byte[4096];
        new Random(6).NextBytes(bytes);
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2sTls);

        await socket.TrySendAsync(bytes);
        var answer = await socket.ReadToEndAsync();

        Assert.DoesNotContain("<stream", answer, StringComparison.Ordinal);
    });

    [Fact]
    public Task Xml_instead_of_a_handshake_is_closed() => UnnoticedAsync(async () =>
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);
        await socket.SendAsync(RawSocket.Header + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        await socket.ReadUntilAsync("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");

        await socket.TrySendAsync(Encoding.UTF8.GetBytes(RawSocket.Header));
        var answer = await socket.ReadToEndAsync();

        Assert.DoesNotContain("<stream", answer, StringComparison.Ordinal);
    });

    [Fact]
    public Task Endless_header_is_a_policy_violation() => UnnoticedAsync(async () =>
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);

        await socket.TrySendAsync(Encoding.UTF8.GetBytes("<stream:stream to='" + new string('a', 1 << 20)));
        var answer = await socket.ReadToEndAsync();

        Assert.Contains(PolicyViolation, answer, StringComparison.Ordinal);
    });

    [Fact]
    public Task Endless_element_before_login_is_a_policy_violation() => UnnoticedAsync(async () =>
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);
        await socket.SendAsync(RawSocket.Header);
        await socket.ReadUntilAsync("</stream:features>");

        await socket.TrySendAsync(Encoding.UTF8.GetBytes("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + new string('A', 1 << 20)));
        var answer = await socket.ReadToEndAsync();

        Assert.Contains(PolicyViolation, answer, StringComparison.Ordinal);
    });

    [Fact]
    public Task Attribute_storm_is_a_policy_violation() => UnnoticedAsync(async () =>
    {
        var attributes = string.Concat(Enumerable.Range(0, 1000).Select(i => $" a{i}='{i}'"));
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);
        await socket.SendAsync(RawSocket.Header);
        await socket.ReadUntilAsync("</stream:features>");

        await socket.TrySendAsync(Encoding.UTF8.GetBytes("<auth" + attributes + ">"));
        var answer = await socket.ReadToEndAsync();

        Assert.Contains(PolicyViolation, answer, StringComparison.Ordinal);
    });

    [Fact]
    public Task Not_well_formed_header_is_answered_with_one() => UnnoticedAsync(async () =>
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);

        await socket.SendAsync("<stream:stream to='localhost' to='localhost'>");
        var answer = await socket.ReadToEndAsync();

        Assert.Contains("<stream:stream ", answer, StringComparison.Ordinal);
        Assert.Contains(NotWellFormed, answer, StringComparison.Ordinal);
    });

    private Task UnnoticedAsync(Func<Task> misdeed)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "these tests are about Meerkat's own limits and time-outs");
        return ChatDuringAsync(misdeed);
    }

    private async Task ChatDuringAsync(Func<Task> misdeed)
    {
        await using var bystanders = await Bystanders.ComeOnlineAsync(server);
        await bystanders.ChatDuringAsync(misdeed());
    }
}
