using Meerkat.Perf.Measure;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Tls;

/// <summary>All measurements of TLS, one after the other.</summary>
internal sealed class TlsComparison(TlsOptions options, TextWriter progress)
{
    public async Task<TlsResult> RunAsync()
    {
        double? load = Machine.Load();
        using Workspace workspace = await Workspace.CreateAsync(options.Users);
        return new TlsResult(
            options,
            load,
            Has(TlsPart.Handshakes) ? await new HandshakeMeasurement(workspace, options, progress).RunAsync() : [],
            Has(TlsPart.Memory) ? await new MemoryMeasurement(workspace, options, progress).RunAsync() : [],
            Has(TlsPart.Chat) ? await new ChatMeasurement(workspace, options, progress).RunAsync() : [],
            Has(TlsPart.Hostile) ? await new HostileMeasurement(workspace, options, progress).RunAsync() : []);
    }

    private bool Has(TlsPart part) => options.Parts.Contains(part);
}
