namespace Meerkat.Engine.Diagnostics;

/// <summary>Makes text of a stranger's fit for a line of the log: not too long, and one line. Pure; any thread.</summary>
internal static class LogText
{
    private const int MaxChars = 256;

    public static string Of(string text) => string.Create(
        Math.Min(text.Length, MaxChars),
        text,
        static (into, from) =>
        {
            for (int i = 0; i < into.Length; i++)
                into[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
        });
}
