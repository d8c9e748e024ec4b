using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>
/// Punycode (RFC 3492): the ASCII form of a label. Own code because <see cref="System.Globalization.IdnMapping"/> maps
/// and checks by UTS #46 on the way, in ways that change with the version of ICU. Stateless; any thread.
/// </summary>
internal static class Punycode
{
    // RFC 3492 §5.
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;
    private const int InitialN = 0x80;

    /// <summary>RFC 3492 §6.3. The text is a label's, so short: no overflow is possible within 63 characters of output.</summary>
    public static string Encode(ReadOnlySpan<Rune> text)
    {
        var output = new StringBuilder();
        foreach (var rune in text)
        {
            if (rune.IsAscii)
                output.Append((char)rune.Value);
        }

        int basicCount = output.Length;
        int handled = basicCount;
        if (basicCount > 0)
            output.Append('-');

        int n = InitialN;
        int bias = InitialBias;
        long delta = 0;
        while (handled < text.Length)
        {
            int next = SmallestAtLeast(text, n);
            delta += (long)(next - n) * (handled + 1);
            n = next;
            foreach (var rune in text)
            {
                if (rune.Value < n)
                    delta++;
                if (rune.Value != n)
                    continue;
                AppendInteger(output, delta, bias);
                bias = Adapt(delta, handled + 1, handled == basicCount);
                delta = 0;
                handled++;
            }

            delta++;
            n++;
        }

        return output.ToString();
    }

    /// <summary>RFC 3492 §6.2. False if the text is no Punycode.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out Rune[]? decoded)
    {
        decoded = null;
        var output = new List<Rune>();
        int delimiter = text.LastIndexOf('-');
        foreach (char c in delimiter > 0 ? text[..delimiter] : default)
        {
            if (!char.IsAscii(c))
                return false;
            output.Add(new Rune(c));
        }

        var rest = delimiter > 0 ? text[(delimiter + 1)..] : text;
        long n = InitialN;
        long i = 0;
        int bias = InitialBias;
        while (!rest.IsEmpty)
        {
            if (!TryReadInteger(ref rest, bias, out long delta))
                return false;
            i += delta;
            int count = output.Count + 1;
            bias = Adapt(delta, count, isFirst: output.Count == (delimiter > 0 ? delimiter : 0));
            n += i / count;
            i %= count;
            if (n > 0x10FFFF || !Rune.IsValid((int)n))
                return false;
            output.Insert((int)i++, new Rune((int)n));
        }

        decoded = [.. output];
        return true;
    }

    private static int SmallestAtLeast(ReadOnlySpan<Rune> text, int n)
    {
        int smallest = int.MaxValue;
        foreach (var rune in text)
        {
            if (rune.Value >= n && rune.Value < smallest)
                smallest = rune.Value;
        }

        return smallest;
    }

    private static void AppendInteger(StringBuilder output, long value, int bias)
    {
        for (int k = Base; ; k += Base)
        {
            int threshold = Math.Clamp(k - bias, TMin, TMax);
            if (value < threshold)
                break;
            output.Append(ToDigit((int)(threshold + ((value - threshold) % (Base - threshold)))));
            value = (value - threshold) / (Base - threshold);
        }

        output.Append(ToDigit((int)value));
    }

    private static bool TryReadInteger(ref ReadOnlySpan<char> text, int bias, out long value)
    {
        value = 0;
        long weight = 1;
        for (int k = Base; !text.IsEmpty; k += Base)
        {
            int digit = FromDigit(text[0]);
            text = text[1..];
            value += digit * weight;
            // Larger than any code point times any position in a label: nothing valid follows.
            if (digit < 0 || value > int.MaxValue)
                return false;
            int threshold = Math.Clamp(k - bias, TMin, TMax);
            if (digit < threshold)
                return true;
            weight *= Base - threshold;
        }

        return false;
    }

    private static int Adapt(long delta, int count, bool isFirst)
    {
        delta /= isFirst ? Damp : 2;
        delta += delta / count;
        int k = 0;
        while (delta > (Base - TMin) * TMax / 2)
        {
            delta /= Base - TMin;
            k += Base;
        }

        return k + (int)((Base - TMin + 1) * delta / (delta + Skew));
    }

    private static char ToDigit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);

    private static int FromDigit(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= 'A' and <= 'Z' => c - 'A',
        >= '0' and <= '9' => c - '0' + 26,
        _ => -1,
    };
}
