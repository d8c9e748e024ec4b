using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Meerkat.Engine.Options;

namespace Meerkat.Server.Options;

/// <summary>An address to listen on: <c>192.0.2.1:5222</c>, <c>[2001:db8::1]:5222</c>, <c>*:5222</c>,
/// <c>localhost:5222</c>.</summary>
internal sealed class EndpointType : OptionType<IPEndPoint>
{
    private const string Examples = "192.0.2.1:5222, [2001:db8::1]:5222, localhost:5222, or *:5222 for all addresses";

    public override string Placeholder => "ADDR:PORT";

    public override string Description => "an address and a port";

    public override string TomlExample => "an address and a port in quotes: \"*:5222\"";

    public override string Format(IPEndPoint value) =>
        value.Address.Equals(ListenOptions.AnyAddress)
            ? string.Create(CultureInfo.InvariantCulture, $"*:{value.Port}")
            : value.ToString();

    public override bool TryParse(
        string text, [NotNullWhen(true)] out IPEndPoint? value, [NotNullWhen(false)] out string? mistake)
    {
        value = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !TryParseAddress(text[..colon], out var address))
        {
            mistake = $"'{text}' is not {Description}; write for example {Examples}";
            return false;
        }

        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            mistake = $"'{text[(colon + 1)..]}' is not a port; write a number up to 65535, or 0 for a free one";
            return false;
        }

        (value, mistake) = (new IPEndPoint(address, port), null);
        return true;
    }

    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = text switch
        {
            "*" => ListenOptions.AnyAddress,
            "localhost" => IPAddress.Loopback,
            ['[', .. var inner, ']'] when IPAddress.TryParse(inner, out var v6)
                && v6.AddressFamily == AddressFamily.InterNetworkV6 => v6,
            // IPAddress also reads "127.1" and "2130706433"; nobody means those.
            _ when text.Count(c => c == '.') == 3 && IPAddress.TryParse(text, out var v4)
                && v4.AddressFamily == AddressFamily.InterNetwork => v4,
            _ => null,
        };
        return address is not null;
    }
}
