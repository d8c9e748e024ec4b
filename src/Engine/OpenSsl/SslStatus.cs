namespace Meerkat.Engine.OpenSsl;

/// <summary>How a call of <see cref="SslEngine"/> went.</summary>
internal enum SslStatus : byte
{
    /// <summary>It did what it was asked to.</summary>
    Done,

    /// <summary>All input was taken, and the call needs more.</summary>
    NeedsInput,

    /// <summary>The output is full: send it, and make the same call with more room.</summary>
    NeedsOutput,

    /// <summary>The peer has said close_notify.</summary>
    Closed,

    /// <summary>The connection is of no more use; <see cref="SslEngine.Failure"/> says why. The output may hold an alert.</summary>
    Failed,
}
