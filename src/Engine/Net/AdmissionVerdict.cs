namespace Meerkat.Engine.Net;

/// <summary>Whether an accepted socket may stay.</summary>
public enum AdmissionVerdict : byte
{
    Admitted,

    /// <summary>The node has all the connections it may have.</summary>
    TooManyConnections,

    /// <summary>The address has all the connections it may have.</summary>
    TooManyFromAddress,

    /// <summary>The address connects too often.</summary>
    TooOftenFromAddress,

    /// <summary>More addresses are about than are kept account of.</summary>
    TooManyAddresses,
}
