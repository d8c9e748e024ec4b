using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>
/// Who talks to the server without a socket: sends text, and reads what it is sent one header, element or closing tag at a
/// time. One thread.
/// </summary>
public abstract class TestPeer(MemoryTransport transport, Connection connection)
{
    /// <summary>Long enough for a busy machine: only a test that fails waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly XmlStreamScanner _scanner = new(XmlLimits.Default with { MaxStanzaBytes = int.MaxValue });
    private byte[] _unread = [];

    public MemoryTransport Transport { get; } = transport;

    public Connection Connection { get; } = connection;

    public void Send(string xml) => Transport.Push(Encoding.UTF8.GetBytes(xml));

    /// <summary>The next unit of the server's stream.</summary>
    public async Task<string> ReceiveAsync()
    {
        while (true)
        {
            if (TryTakeUnit(out var unit)) return unit;

            byte[] more = await Transport.TakeSentAsync(1);
            _unread = [.. _unread, .. more];
        }
    }

    public async Task<string> RequestAsync(string xml)
    {
        Send(xml);
        return await ReceiveAsync();
    }

    /// <summary>Sends, expects all of this in the answer's order, and nothing else behind it.</summary>
    public async Task ExpectAsync(params string[] units)
    {
        foreach (var unit in units) Assert.Equal(unit, await ReceiveAsync());
    }

    /// <summary>Everything up to the end of the server's direction.</summary>
    public async Task<List<string>> ReceiveToEndAsync()
    {
        await Transport.WhenSendClosed();
        return TakeReceived();
    }

    /// <summary>The whole units that are there now.</summary>
    public List<string> TakeReceived()
    {
        _unread = [.. _unread, .. Transport.TakeSent()];
        var units = new List<string>();
        while (TryTakeUnit(out var unit)) units.Add(unit);
        return units;
    }

    /// <summary>A new stream is about to begin on this connection.</summary>
    public void Restart() => _scanner.Reset();

    /// <summary>What comes before the answer with this id.</summary>
    protected async Task<List<string>> ReceiveUpToAsync(string id)
    {
        var units = new List<string>();
        while (true)
        {
            var unit = await ReceiveAsync();
            if (unit.Contains(id, StringComparison.Ordinal)) return units;

            units.Add(unit);
        }
    }

    private bool TryTakeUnit(out string unit)
    {
        var result = _scanner.Scan(_unread);
        Assert.NotEqual(XmlScanStatus.Error, result.Status);
        unit = Encoding.UTF8.GetString(_unread.AsSpan()[result.Start..result.Consumed]);
        _unread = _unread[result.Consumed..];
        return result.Status != XmlScanStatus.NeedMore;
    }
}
