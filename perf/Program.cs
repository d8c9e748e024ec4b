using System.CommandLine;
using System.Globalization;
using System.Runtime.Versioning;
using Meerkat.Perf.Commands;

// CPU clocks, /proc, 127.0.0.2.
[assembly: SupportedOSPlatform("linux")]

// The same corpora and the same reports everywhere.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Measures Meerkat. Figures of a Release build only count.")
{
    ParserCommand.Create(),
    PeersCommand.Create(),
    TlsCommand.Create(),
    BenchCommand.Create(),
    SessionsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
