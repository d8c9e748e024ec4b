namespace Meerkat.Engine.Admin;

/// <summary>The answer to one call: of the command's shape, or why there is none. Used once, by one reader.</summary>
public sealed class AdminResult
{
    private AdminResult()
    {
    }

    public AdminFailure Failure { get; private init; }

    public bool IsSuccess => Failure == AdminFailure.None;

    /// <summary>What was done, the text that was asked for, or why it failed.</summary>
    public string Text { get; private init; } = "";

    public long Number { get; private init; }

    /// <summary>The rows of a list, a table or a record (which has one), read from the server as they are taken.</summary>
    public IAsyncEnumerable<object?[]> Rows { get; private init; } = AsyncEnumerable.Empty<object?[]>();

    public static AdminResult Of(string text) => new() { Text = text };

    public static AdminResult Of(long number) => new() { Number = number };

    public static AdminResult Of(IAsyncEnumerable<object?[]> rows) => new() { Rows = rows };

    public static AdminResult Of(IEnumerable<object?[]> rows) => new() { Rows = rows.ToAsyncEnumerable() };

    public static AdminResult Of(IEnumerable<string> texts) => Of(texts.Select(text => new object?[] { text }));

    /// <summary>The one row of a record.</summary>
    public static AdminResult OfRecord(params object?[] cells) => Of([cells]);

    public static AdminResult Failed(AdminFailure failure, string why) => new() { Failure = failure, Text = why };

    public static AdminResult NotFound(string why) => Failed(AdminFailure.NotFound, why);

    public static AdminResult Conflict(string why) => Failed(AdminFailure.Conflict, why);

    public static AdminResult BadArgument(string why) => Failed(AdminFailure.BadArgument, why);
}

/// <summary>Why a command was not carried out.</summary>
public enum AdminFailure : byte
{
    None,

    /// <summary>An argument cannot be used: calling again will not help.</summary>
    BadArgument,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    NotFound,

    /// <summary>What is to be made is there already, or something else stands in the way.</summary>
    Conflict,

    /// <summary>Too much is waiting already, or the store cannot do it now: calling again may help.</summary>
    Busy,

    /// <summary>A bug of ours, which is in the log.</summary>
    Internal,
}
