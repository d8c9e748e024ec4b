using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Net;
using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// An external component (XEP-0114) that sends every message back to who sent it. Connected and closed by the run's thread;
/// all else comes on the turns of its connection.
/// </summary>
internal sealed class EchoComponent : IConnectionOwner, IDisposable
{
    private readonly string _domain;
    private readonly string _secret;
    private readonly FailureCounts _failures;
    private readonly ClientConnection _connection;
    private readonly XmlStreamScanner _scanner = new(new XmlLimits { MaxStanzaBytes = 2 * 1024 * 1024 });
    private readonly ArrayBufferWriter<byte> _echoes = new();
    private readonly TaskCompletionSource<bool> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDisposed;

    public EchoComponent(string domain, string secret, FailureCounts failures)
    {
        _domain = domain;
        _secret = secret;
        _failures = failures;
        _connection = new ClientConnection(this);
    }

    /// <summary>True once the server has taken it in; false if it does not within the time, or refuses.</summary>
    public bool TryJoin(EndPoint target, TimeSpan timeout)
    {
        _connection.Connect(target, source: null);
        if (_joined.Task.Wait(timeout))
            return _joined.Task.Result;
        _connection.Close("timeout:component");
        return false;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _connection.Close(ClientStream.LoggedOut);
    }

    void IConnectionOwner.OnConnected()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlWriter(output);
        writer.Start("stream:stream"u8, Namespaces.Component);
        writer.Attribute("xmlns:stream"u8, Namespaces.Streams);
        writer.Attribute("to"u8, _domain);
        writer.Text("\n"u8);
        _connection.Outbox.Append(output.WrittenSpan);
        _connection.Flush();
        _connection.Resume();
    }

    void IConnectionOwner.OnTlsEstablished()
    {
    }

    Verdict IConnectionOwner.OnBytes(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        _echoes.ResetWrittenCount();
        while (!_connection.IsClosed)
        {
            var rest = bytes[consumed..];
            var found = _scanner.Scan(rest);
            consumed += found.Consumed;
            if (found.Status == XmlScanStatus.NeedMore)
                break;
            OnUnit(found.Status, rest[found.Start..found.Consumed]);
        }

        if (_echoes.WrittenCount > 0)
            _connection.Outbox.Append(_echoes.WrittenSpan);
        _connection.Flush();
        return Verdict.Continue;
    }

    void IConnectionOwner.OnPaused()
    {
    }

    void IConnectionOwner.OnDisconnected(string reason)
    {
        // Counted first: the run may end as soon as it hears of it.
        if (!_isDisposed)
            _failures.Add($"component:{reason}");
        _joined.TrySetResult(false);
    }

    private void OnUnit(XmlScanStatus status, ReadOnlySpan<byte> unit)
    {
        switch (status)
        {
            case XmlScanStatus.StreamHeader:
                SendHandshake(new XmlElementReader(unit, _scanner.Scope).Attribute("id"u8));
                break;
            case XmlScanStatus.Element:
                OnElement(unit);
                break;
            case XmlScanStatus.StreamEnd:
                _connection.Close("stream:closed-by-server");
                break;
            default:
                _connection.Close($"parse:{_scanner.Error}");
                break;
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "XEP-0114 §3 names the algorithm.")]
    private void SendHandshake(XmlValue streamId)
    {
        var proof = SHA1.HashData([.. streamId.ToArray(), .. Encoding.UTF8.GetBytes(_secret)]);
        _connection.Outbox.Append($"<handshake>{Convert.ToHexStringLower(proof)}</handshake>");
    }

    private void OnElement(ReadOnlySpan<byte> bytes)
    {
        var header = StanzaHeader.Read(bytes, _scanner.Scope, Namespaces.Component);
        if (header.Kind == StanzaKind.Message)
        {
            if (header.Type != StanzaType.Error)
                Echo(header, bytes);
            return;
        }

        var element = new XmlElementReader(bytes, _scanner.Scope);
        if (element.Is("handshake"u8, Namespaces.Component))
            _joined.TrySetResult(true);
        else if (element.Is("error"u8, Namespaces.Streams) && element.TryGetFirstChild(out var condition))
            _connection.Close($"stream:{Encoding.UTF8.GetString(condition.LocalName)}");
    }

    // The values are copied as they stand: the server writes addresses between apostrophes.
    private void Echo(in StanzaHeader header, ReadOnlySpan<byte> message)
    {
        _echoes.Write("<message to='"u8);
        _echoes.Write(header.From.Raw);
        _echoes.Write("' from='"u8);
        _echoes.Write(header.To.Raw);
        _echoes.Write("' type='chat'"u8);
        _echoes.Write(message[header.StartTagEnd..]);
    }
}
