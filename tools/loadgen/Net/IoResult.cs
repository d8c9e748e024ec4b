namespace Meerkat.LoadGen.Net;

/// <summary>The outcome of one receive or send: under way, done with so many bytes, or failed.</summary>
internal readonly record struct IoResult(bool IsPending, int Bytes, string? Error)
{
    public static IoResult Pending => new(true, 0, null);

    public static IoResult Done(int bytes) => new(false, bytes, null);

    public static IoResult Failed(string error) => new(false, 0, error);
}
