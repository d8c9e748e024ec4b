namespace Meerkat.Engine.Options;

/// <summary>
/// What is wrong with an option, or with several taken together, and what to do. <paramref name="Keys"/> are the
/// options' paths in the configuration file, the one to look at first.
/// </summary>
public sealed record OptionMistake(IReadOnlyList<string> Keys, string Message)
{
    /// <summary>The served host whose own options these are; null: the options of all.</summary>
    public string? Domain { get; init; }
}
