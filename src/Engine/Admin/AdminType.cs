using System.Diagnostics.CodeAnalysis;

namespace Meerkat.Engine.Admin;

/// <summary>A kind of value that an argument can have: how it is shown, and what may be written. Immutable; any thread.</summary>
/// <param name="placeholder">Stands for the value in usage texts: <c>USER@DOMAIN</c>.</param>
/// <param name="description">What may be written: <c>an account: user@domain</c>.</param>
public abstract class AdminType(string placeholder, string description)
{
    public string Placeholder { get; } = placeholder;

    public string Description { get; } = description;

    public AdminForm Form { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The bounds of a number.</summary>
    public (long Min, long Max)? Range { get; init; }

    public bool IsSecret => Form is AdminForm.Secret or AdminForm.SecretLines;

    public bool IsList => Form is AdminForm.Texts or AdminForm.SecretLines;

    /// <summary>Reads what was given, at least one text; more than one only if <see cref="IsList"/>. The mistake does not show
    /// a secret.</summary>
    internal abstract bool TryRead(IReadOnlyList<string> texts, out object? value, [NotNullWhen(false)] out string? mistake);
}

/// <inheritdoc/>
/// <param name="placeholder">Stands for the value in usage texts.</param>
/// <param name="description">What may be written.</param>
/// <param name="read">Returns what is wrong with the texts, or null and the value.</param>
public sealed class AdminType<T>(string placeholder, string description, AdminReader<T> read) : AdminType(placeholder, description)
{
    internal override bool TryRead(IReadOnlyList<string> texts, out object? value, [NotNullWhen(false)] out string? mistake)
    {
        mistake = read(texts, out var typed);
        value = typed;
        return mistake is null;
    }
}

/// <summary>Reads a value; returns what is wrong with the texts, or null.</summary>
public delegate string? AdminReader<T>(IReadOnlyList<string> texts, out T? value);
