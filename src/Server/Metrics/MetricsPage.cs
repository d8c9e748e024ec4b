using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Meerkat.Server.Metrics;

/// <summary>Answers <c>/metrics</c> in the format that is asked for. One per process; any thread.</summary>
internal sealed class MetricsPage(string version) : IDisposable
{
    private readonly MetricsCollector _collector = new(version);

    public async Task AnswerAsync(HttpContext context)
    {
        var format = Choose(context.Request.Headers.Accept);
        context.Response.ContentType = format == MetricsFormat.OpenMetrics
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
        var text = Encoding.UTF8.GetBytes(MetricsText.Write(_collector.Collect(), format));
        await context.Response.BodyWriter.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }

    public void Dispose() => _collector.Dispose();

    /// <summary>OpenMetrics 1.0 if it is asked for and not liked less; else the older text, which everybody reads.</summary>
    internal static MetricsFormat Choose(IList<string?> accept)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var types)) return MetricsFormat.Text;

        double open = 0, plain = 0;
        foreach (var type in types)
        {
            var quality = type.Quality ?? 1;
            if (IsOpenMetrics(type)) open = Math.Max(open, quality);
            else if (type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)) plain = Math.Max(plain, quality);
        }

        return open > 0 && open >= plain ? MetricsFormat.OpenMetrics : MetricsFormat.Text;
    }

    private static bool IsOpenMetrics(MediaTypeHeaderValue type)
    {
        if (!type.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase)) return false;

        var version = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase));
        return version is null || version.Value.Equals("1.0.0", StringComparison.Ordinal);
    }
}
