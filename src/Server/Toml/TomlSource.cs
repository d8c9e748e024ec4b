using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Meerkat.Server.Toml;

/// <summary>Turns the bytes of a TOML file into text: strict UTF-8, a byte order mark allowed at the start.</summary>
internal static class TomlSource
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text, with U+FFFD for what is not UTF-8; each line with such bytes is reported once.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, List<TomlError> errors)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            errors.Add(new TomlError(TomlPosition.Start, "the file is UTF-16; save it as UTF-8"));
            return "";
        }

        if (bytes.StartsWith(ByteOrderMark)) bytes = bytes[ByteOrderMark.Length..];
        if (!Utf8.IsValid(bytes)) ReportInvalid(bytes, errors);
        return Encoding.UTF8.GetString(bytes);
    }

    private static void ReportInvalid(ReadOnlySpan<byte> bytes, List<TomlError> errors)
    {
        var (line, column) = (1, 1);
        var lastReported = 0;
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status != OperationStatus.Done && lastReported != line)
            {
                errors.Add(new TomlError(
                    new TomlPosition(line, column), $"byte 0x{bytes[0]:X2} is not UTF-8 here; save the file as UTF-8"));
                lastReported = line;
            }

            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            bytes = bytes[length..];
        }
    }
}
