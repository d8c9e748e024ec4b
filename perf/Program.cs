using System.CommandLine;
using System.Globalization;
using Meerkat.Perf.Commands;

// The same corpora and the same reports everywhere.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Measures Meerkat. Figures of a Release build only count.")
{
    ParserCommand.Create(),
};
return root.Parse(args).Invoke();
