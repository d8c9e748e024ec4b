namespace Meerkat.Engine.Options;

/// <summary>
/// What is wrong with an option, or with several taken together, and what to do. <paramref name="Keys"/> are the
/// options' paths in the configuration file, the one to look at first.
/// </summary>
public sealed record OptionMistake(IReadOnlyList<string> Keys, string Message);
