using System.Text;
using Meerkat.Engine.Sasl;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>Lets tests write SASL messages as text.</summary>
internal static class SaslExchangeText
{
    public static async Task<SaslStep> SendAsync(this SaslExchange exchange, string message) =>
        await exchange.RespondAsync(Encoding.UTF8.GetBytes(message));

    public static async Task<SaslStep> SendAsync(this SaslExchange exchange, byte[] message) =>
        await exchange.RespondAsync(message);

    public static string DataText(this SaslStep step) => Encoding.UTF8.GetString(step.Data!);
}
