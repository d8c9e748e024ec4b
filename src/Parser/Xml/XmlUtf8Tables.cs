using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Meerkat.Parser.Xml;

/// <summary>
/// The tables by which a shuffle judges every byte of a block at once. Constants; any thread.
/// After J. Keiser and D. Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte" (2021): every mistake shows
/// in two bytes, in the halves of the first and the high half of the second, unless a third or fourth is too few or too
/// many. Each table says of what mistakes a half may be part; there is one if all three agree.
/// </summary>
internal static class XmlUtf8Tables
{
    private const byte TooShort = 1 << 0;         // a lead, then no continuation
    private const byte TooLong = 1 << 1;          // ASCII, then a continuation
    private const byte OverlongThree = 1 << 2;    // E0 80 to E0 9F
    private const byte TooLarge = 1 << 3;         // F4 90 and above
    private const byte Surrogate = 1 << 4;        // ED A0 to ED BF
    private const byte OverlongTwo = 1 << 5;      // C0 and C1
    private const byte OverlongFour = 1 << 6;     // F0 80 to F0 8F
    private const byte TooLargeLead = 1 << 6;     // F5 80 and above; shares a bit, as the low halves differ
    private const byte TwoContinuations = 1 << 7; // right as third or fourth byte, and only there

    private const byte AnyLow = TooShort | TooLong | TwoContinuations;
    private const byte AboveFour = AnyLow | TooLarge | TooLargeLead;
    private const byte AnyContinuation = TooLong | OverlongTwo | TwoContinuations;

    // No byte whose high bit is clear, and so none that the table of controls is asked for.
    private const byte NoByte = 0xFF;

    /// <summary>The mistakes by the high half of the first byte.</summary>
    public static Vector128<byte> FirstHigh
    {
        // Here and wherever a vector is passed: else the JIT makes calls in the loop, with the vectors in memory. Even with
        // its profile LegalLength of 200 bytes, half of them Cyrillic, then takes 30 ns, not 17, and of 8 bytes of ASCII
        // 10 ns, not 5 (Zen 4). In perf, the corpus multilingual lives on it.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
            TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong,
            TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
            TooShort | OverlongTwo,
            TooShort,
            TooShort | OverlongThree | Surrogate,
            TooShort | TooLarge | TooLargeLead | OverlongFour);
    }

    /// <summary>The mistakes by the low half of the first byte.</summary>
    public static Vector128<byte> FirstLow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
            AnyLow | OverlongTwo | OverlongThree | OverlongFour,
            AnyLow | OverlongTwo,
            AnyLow, AnyLow,
            AnyLow | TooLarge,
            AboveFour, AboveFour, AboveFour, AboveFour, AboveFour, AboveFour, AboveFour, AboveFour,
            AboveFour | Surrogate,
            AboveFour, AboveFour);
    }

    /// <summary>The mistakes by the high half of the second byte.</summary>
    public static Vector128<byte> SecondHigh
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
            TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
            AnyContinuation | OverlongThree | OverlongFour | TooLargeLead,
            AnyContinuation | OverlongThree | TooLarge,
            AnyContinuation | Surrogate | TooLarge,
            AnyContinuation | Surrogate | TooLarge,
            TooShort, TooShort, TooShort, TooShort);
    }

    /// <summary>The controls that XML allows (XML 1.0 §2.2), each in its own place by its low half.</summary>
    public static Vector128<byte> Controls
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
            NoByte, NoByte, NoByte, NoByte, NoByte, NoByte, NoByte, NoByte,
            NoByte, (byte)'\t', (byte)'\n', NoByte, NoByte, (byte)'\r', NoByte, NoByte);
    }
}
