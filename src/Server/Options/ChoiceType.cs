using System.Diagnostics.CodeAnalysis;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceType<T>(params (string Word, T Value)[] choices) : OptionType<T>
    where T : struct, Enum
{
    public override string Placeholder => string.Join('|', choices.Select(choice => choice.Word));

    public override string Description =>
        string.Join(", ", choices.SkipLast(1).Select(Quoted)) + $" or {Quoted(choices[^1])}";

    public override string TomlExample => Description;

    public override string Format(T value) => choices.First(choice => choice.Value.Equals(value)).Word;

    public override bool TryParse(string text, out T value, [NotNullWhen(false)] out string? mistake)
    {
        foreach (var choice in choices)
        {
            if (choice.Word != text) continue;
            (value, mistake) = (choice.Value, null);
            return true;
        }

        (value, mistake) = (default, $"{TomlString.Quote(text)} is not one of {Description}");
        return false;
    }

    private static string Quoted((string Word, T Value) choice) => $"\"{choice.Word}\"";
}
