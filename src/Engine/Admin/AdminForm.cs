namespace Meerkat.Engine.Admin;

/// <summary>What an argument looks like to whoever asks for it: a schema, a form field, a flag.</summary>
public enum AdminForm : byte
{
    Text,

    /// <summary>Not to be shown, logged or put on a command line.</summary>
    Secret,

    Number,

    Boolean,

    /// <summary>One of <see cref="AdminType.Choices"/>.</summary>
    Choice,

    Address,

    /// <summary>Several short texts.</summary>
    Texts,

    /// <summary>The lines of a file, which are as secret as <see cref="Secret"/>.</summary>
    SecretLines,
}
