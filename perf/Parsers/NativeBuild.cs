using System.Text.RegularExpressions;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Parsers;

/// <summary>Compiles native/xmlparsers.cpp into the program's folder, on this machine and for it.</summary>
internal static partial class NativeBuild
{
    // Where Debian's librapidxml-dev and libexpat1-dev put them.
    private const string RapidXmlHeader = "/usr/include/rapidxml/rapidxml.hpp";
    private const string ExpatHeader = "/usr/include/expat.h";

    private const string Packages = "apt-get install g++ librapidxml-dev libexpat1-dev";

    private static string Source => NativeCompiler.Source("xmlparsers.cpp");

    private static string Library => NativeCompiler.Product($"lib{NativeParsers.Library}.so");

    /// <summary>Builds the library unless one is there, newer than its source. False: <paramref name="mistake"/> says why.</summary>
    public static bool TryEnsure(out string mistake)
    {
        mistake = "";
        if (NativeCompiler.IsCurrent(Source, Library))
            return true;

        string[] missing = [.. new[] { RapidXmlHeader, ExpatHeader }.Where(header => !File.Exists(header))];
        if (missing.Length > 0)
            mistake = $"missing for RapidXML and expat: {string.Join(", ", missing)}. Debian: {Packages}";
        else if (!TryCompile(out string output))
            mistake = $"g++ failed on {Source}. Debian: {Packages}\n{output}";
        return mistake.Length == 0;
    }

    /// <summary>RapidXML tells its version in a comment only.</summary>
    public static string RapidXmlVersion()
    {
        Match comment = VersionComment().Match(File.ReadAllText(RapidXmlHeader));
        return comment.Success ? comment.Groups[1].Value : "unknown";
    }

    private static bool TryCompile(out string output) => NativeCompiler.TryCompile(
        "g++", Source, Library, ["-std=c++17", "-shared", "-fPIC", "-lexpat"], out output);

    [GeneratedRegex(@"^// Version (\S+)", RegexOptions.Multiline)]
    private static partial Regex VersionComment();
}
