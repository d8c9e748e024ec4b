using System.Security.Authentication;
using System.Text;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.OpenSsl;

public sealed class SslEngineTests
{
    private static readonly OpenSslContext _context = EnginePair.MakeContext();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void Text_passes_both_ways(SslProtocols protocol)
    {
        using EnginePair pair = new EnginePair(_context, protocol).Connect();
        byte[] output = new byte[1024];

        Assert.Equal("hello", pair.Read(pair.Client.Write("hello"u8)));
        SslResult written = pair.Server.Write("world"u8, output);
        pair.Client.Receive(output.AsSpan(0, written.Put));

        Assert.Equal(new SslResult(SslStatus.Done, 5, 0, written.Put), written);
        Assert.Equal("world"u8, [.. pair.Client.Text]);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void Handshake_goes_on_byte_by_byte(SslProtocols protocol)
    {
        using var pair = new EnginePair(_context, protocol);
        byte[] output = new byte[16 * 1024];
        byte[] toServer = pair.Client.Handshake([], out bool isClientDone);
        var status = SslStatus.NeedsInput;

        while (status == SslStatus.NeedsInput)
        {
            var toClient = new List<byte>();
            foreach (byte one in toServer)
            {
                SslResult step = pair.Server.Handshake([one], output, pair.Terms);
                toClient.AddRange(output.AsSpan(0, step.Put));
                status = step.Status;
            }

            if (!isClientDone) toServer = pair.Client.Handshake([.. toClient], out isClientDone);
        }

        Assert.Equal(SslStatus.Done, status);
        Assert.True(isClientDone);
    }

    [Fact]
    public void Handshake_goes_on_with_an_output_of_few_bytes()
    {
        using var pair = new EnginePair(_context, SslProtocols.Tls13);
        byte[] output = new byte[7];
        byte[] toServer = pair.Client.Handshake([], out bool isClientDone);
        SslResult step = pair.Server.Handshake(toServer, output, pair.Terms);

        var toClient = new List<byte>(output[..step.Put]);
        while (step.Status == SslStatus.NeedsOutput)
        {
            step = pair.Server.Handshake([], output, pair.Terms);
            toClient.AddRange(output.AsSpan(0, step.Put));
        }

        Assert.Equal(SslStatus.NeedsInput, step.Status);
        pair.Client.Handshake([.. toClient], out isClientDone);
        Assert.True(isClientDone);
    }

    [Fact]
    public void Write_that_does_not_fit_goes_on_with_more_room()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] output = new byte[10];
        var records = new List<byte>();

        SslResult step;
        do
        {
            step = pair.Server.Write("0123456789"u8, output);
            records.AddRange(output.AsSpan(0, step.Put));
        }
        while (step.Status == SslStatus.NeedsOutput);
        pair.Client.Receive([.. records]);

        Assert.Equal(SslStatus.Done, step.Status);
        Assert.Equal("0123456789"u8, [.. pair.Client.Text]);
    }

    [Fact]
    public void Large_text_is_written_in_full_records()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] text = new byte[32 * 1024 - 64];
        byte[] output = new byte[32 * 1024];

        SslResult written = pair.Server.Write(text, output);

        // Two records of 5 + n + 1 + 16 bytes.
        Assert.Equal((SslStatus.Done, text.Length, text.Length + 2 * 22), (written.Status, written.Count, written.Put));
        pair.Client.Receive(output.AsSpan(0, written.Put));
        Assert.Equal(text.Length, pair.Client.Text.Count);
    }

    [Fact]
    public void Part_of_a_record_waits_for_the_rest()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] record = pair.Client.Write("hello"u8);

        string first = pair.Read(record[..^1]);
        bool hasPart = pair.Server.HasPartOfRecord;
        SslStatus status = pair.Result.Status;
        string second = pair.Read(record[^1..]);

        Assert.Equal(("", true, SslStatus.NeedsInput), (first, hasPart, status));
        Assert.Equal(("hello", false), (second, pair.Server.HasPartOfRecord));
    }

    [Fact]
    public void Record_is_read_in_pieces()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] record = pair.Client.Write("hello"u8);
        byte[] text = new byte[3];

        SslResult first = pair.Server.Read(record, text, []);
        bool hasText = pair.Server.HasText;
        SslResult second = pair.Server.Read([], text, []);

        Assert.Equal((3, record.Length, true), (first.Count, first.Taken, hasText));
        Assert.Equal((2, false), (second.Count, pair.Server.HasText));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void Damaged_record_is_a_failure_with_an_alert(SslProtocols protocol)
    {
        using EnginePair pair = new EnginePair(_context, protocol).Connect();
        byte[] record = pair.Client.Write("hello"u8);
        record[^1] ^= 1;

        pair.Read(record);
        pair.Client.Receive(pair.Output);

        Assert.Equal(SslStatus.Failed, pair.Result.Status);
        Assert.Contains("bad record mac", pair.Server.Failure, StringComparison.Ordinal);
        Assert.Contains("bad record mac", pair.Client.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void First_failure_stays_the_reason()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] record = pair.Client.Write("hello"u8);
        record[^1] ^= 1;
        pair.Read(record);

        pair.Read([]);

        Assert.Equal(SslStatus.Failed, pair.Result.Status);
        Assert.Contains("bad record mac", pair.Server.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void Record_longer_than_allowed_is_a_failure(SslProtocols protocol)
    {
        using EnginePair pair = new EnginePair(_context, protocol).Connect();

        pair.Read([23, 3, 3, 0xFF, 0xFF, .. new byte[100]]);

        Assert.Equal(SslStatus.Failed, pair.Result.Status);
        Assert.Contains("length too long", pair.Server.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<stream:stream xmlns='jabber:client'>", "wrong version number")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "http request")]
    public void Plain_text_instead_of_a_ClientHello_is_a_failure(string text, string expected)
    {
        using var pair = new EnginePair(_context, SslProtocols.Tls13);

        SslResult step = pair.Server.Handshake(Encoding.ASCII.GetBytes(text), new byte[1024], pair.Terms);

        Assert.Equal(SslStatus.Failed, step.Status);
        Assert.Contains(expected, pair.Server.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_instead_of_a_ClientHello_never_succeed()
    {
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            using var pair = new EnginePair(_context, SslProtocols.Tls13);
            byte[] hello = pair.Client.Handshake([], out _);
            for (int j = random.Next(1, 8); j > 0; j--) hello[random.Next(hello.Length)] = (byte)random.Next(256);

            SslResult step = pair.Server.Handshake(hello, new byte[16 * 1024], pair.Terms);

            Assert.NotEqual(SslStatus.Done, step.Status);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void KeyUpdates_are_followed_and_answered(bool asksForAnswer)
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();

        byte[] output = new byte[1024];

        string text = pair.Read([.. pair.Client.KeyUpdate(asksForAnswer), .. pair.Client.Write("hello"u8)]);
        SslResult written = pair.Server.Write("world"u8, output);
        pair.Client.Receive(output.AsSpan(0, written.Put));

        Assert.Equal("hello", text);
        Assert.Equal("world"u8, [.. pair.Client.Text]);
        // The answer waits for the next thing said: header 5, message 5, content type 1, tag 16, and the same around "world".
        Assert.Equal(asksForAnswer ? 27 + 27 : 27, written.Put);
    }

    [Fact]
    public void Some_KeyUpdates_are_borne_and_a_flood_is_not()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] output = new byte[1024];
        int borne = 0;

        do
        {
            pair.Read(pair.Client.KeyUpdate(asksForAnswer: true));
            pair.Client.Receive(pair.Output);
            if (pair.Result.Status != SslStatus.Failed) pair.Client.Receive(output.AsSpan(0, pair.Server.Write("x"u8, output).Put));
        }
        while (pair.Result.Status == SslStatus.NeedsInput && ++borne < 1000);

        Assert.InRange(borne, 20, 32);
        Assert.Equal("too many handshake messages or alerts", pair.Server.Failure);
    }

    [Fact]
    public void Flood_of_KeyUpdates_in_one_receive_is_cut_short()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] flood = [.. Enumerable.Range(0, 2000).SelectMany(_ => pair.Client.KeyUpdate(asksForAnswer: false))];

        pair.Read(flood);

        Assert.Equal(SslStatus.Failed, pair.Result.Status);
        Assert.InRange(pair.Result.Taken, 1, 200 * flood.Length / 2000);
    }

    [Fact]
    public void Renegotiation_is_refused()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls12).Connect();
        byte[] hello = pair.Client.Renegotiation();

        pair.Read(hello);

        Assert.Equal(SslStatus.NeedsInput, pair.Result.Status);
        // RFC 5246 §7.2.2: a warning. Encrypted, so that only its length shows.
        Assert.Equal((21, 5 + 8 + 2 + 16), (pair.Output[0], pair.Output.Length));
    }

    [Fact]
    public void Close_notify_of_the_peer_is_the_end()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();

        byte[] record = pair.Client.Write("bye"u8);
        byte[] closeNotify = pair.Client.CloseNotify();

        Assert.Equal("bye", pair.Read(record));
        pair.Read(closeNotify);
        Assert.Equal(SslStatus.Closed, pair.Result.Status);
        pair.Read([]);
        Assert.Equal(SslStatus.Closed, pair.Result.Status);
    }

    [Fact]
    public void Shutdown_says_close_notify_and_reading_goes_on()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] record = pair.Client.Write("late"u8);
        byte[] output = new byte[256];

        SslResult shutdown = pair.Server.Shutdown(output);
        pair.Client.Receive(output.AsSpan(0, shutdown.Put));

        Assert.Equal(SslStatus.Done, shutdown.Status);
        Assert.True(pair.Client.HasHeardCloseNotify);
        Assert.Equal("late", pair.Read(record));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void Ticket_resumes_the_session(SslProtocols protocol)
    {
        using EnginePair first = new EnginePair(_context, protocol).Connect();
        using EnginePair second = new EnginePair(_context, protocol, first.Client).Connect();

        Assert.True(second.Client.IsResumed);
        Assert.True(new OpenSslSession(second.Server, new Lock(), second.Terms).IsResumed);
        Assert.Equal("localhost", new OpenSslSession(second.Server, new Lock(), second.Terms).ServerName);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void Exporter_binding_is_the_same_on_both_sides(SslProtocols protocol)
    {
        using EnginePair pair = new EnginePair(_context, protocol).Connect();

        Assert.Equal(pair.Client.Exported(), BindingOf(pair, ChannelBindingType.Exporter));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void Unique_binding_is_the_first_Finished(SslProtocols protocol)
    {
        using EnginePair first = new EnginePair(_context, protocol).Connect();
        using EnginePair second = new EnginePair(_context, protocol, first.Client).Connect();

        Assert.Equal(first.Client.Finished(), BindingOf(first, ChannelBindingType.Unique));
        Assert.Equal(second.Client.PeerFinished(), BindingOf(second, ChannelBindingType.Unique));
    }

    // RFC 9266 §4.2, RFC 7627 §1
    [Fact]
    public void Without_the_extended_master_secret_nothing_binds_that_could_be_forged()
    {
        using EnginePair first = new EnginePair(_context, SslProtocols.Tls12, hasExtendedMasterSecret: false).Connect();
        using EnginePair second =
            new EnginePair(_context, SslProtocols.Tls12, first.Client, hasExtendedMasterSecret: false).Connect();

        Assert.Null(BindingOf(first, ChannelBindingType.Exporter));
        Assert.NotNull(BindingOf(first, ChannelBindingType.Unique));
        Assert.Null(BindingOf(second, ChannelBindingType.Unique));
        Assert.NotNull(BindingOf(second, ChannelBindingType.ServerEndPoint));
    }

    [Fact]
    public void Connection_that_is_gone_binds_nothing()
    {
        EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        var session = new OpenSslSession(pair.Server, new Lock(), pair.Terms);

        pair.Dispose();

        Assert.False(session.TryGetChannelBinding(ChannelBindingType.Exporter, out _));
        Assert.Equal(SslProtocols.Tls13, session.Protocol);
    }

    [Fact]
    public void Errors_that_others_have_left_do_not_matter()
    {
        using EnginePair pair = new EnginePair(_context, SslProtocols.Tls13).Connect();
        byte[] record = pair.Client.Write("hello"u8);
        Assert.True(LeaveError());

        pair.Read(record[..4]);

        Assert.Equal(SslStatus.NeedsInput, pair.Result.Status);
    }

    private static bool LeaveError()
    {
        using SslContextHandle context = LibSsl.SSL_CTX_new(LibSsl.TLS_server_method());
        return LibSsl.SSL_CTX_set_cipher_list(context, "no such cipher") != 1;
    }

    private static byte[]? BindingOf(EnginePair pair, ChannelBindingType type)
    {
        var session = new OpenSslSession(pair.Server, new Lock(), pair.Terms);
        return session.TryGetChannelBinding(type, out byte[]? data) ? data : null;
    }
}
