using System.Runtime.InteropServices;

namespace Meerkat.Perf.Parsers;

/// <summary>The functions of native/xmlparsers.cpp. Present after <see cref="NativeBuild.TryEnsure"/>.</summary>
internal static class NativeParsers
{
    public const string Library = "xmlparsers";

    [DllImport(Library, EntryPoint = "rapidxml_create")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static extern nint CreateRapidXml();

    [DllImport(Library, EntryPoint = "rapidxml_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static extern void DestroyRapidXml(nint document);

    [DllImport(Library, EntryPoint = "rapidxml_run")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static extern int RunRapidXml(nint document, ref byte bytes, ref int starts, int count, ref Sums sums);

    [DllImport(Library, EntryPoint = "rapidxml_check")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static extern int CheckRapidXml(nint document, ref byte bytes, ref int starts, int count, ref Sums sums);

    [DllImport(Library, EntryPoint = "expat_create")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static extern nint CreateExpat();

    [DllImport(Library, EntryPoint = "expat_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static extern void DestroyExpat(nint parser);

    [DllImport(Library, EntryPoint = "expat_run")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static extern int RunExpat(
        nint parser, ref byte bytes, ref int streamEnds, int count, int pieceBytes, ref Sums sums);

    public static string ExpatVersion() => Marshal.PtrToStringUTF8(ReadExpatVersion()) ?? "";

    public static string CompilerVersion() => Marshal.PtrToStringUTF8(ReadCompilerVersion()) ?? "";

    [DllImport(Library, EntryPoint = "expat_version")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern nint ReadExpatVersion();

    [DllImport(Library, EntryPoint = "compiler_version")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern nint ReadCompilerVersion();
}
