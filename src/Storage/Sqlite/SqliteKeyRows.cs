using Meerkat.Engine.Storage;

namespace Meerkat.Storage.Sqlite;

/// <summary>The rows that keep the keys of one account, one for each hash. Used by one thread, for one look-up.</summary>
internal struct SqliteKeyRows
{
    /// <summary>An account without keys has one row of nulls. ?1 is the domain, ?2 the localpart.</summary>
    public const string Query = """
        SELECT hash, salt, iterations, stored_key, server_key
        FROM account LEFT JOIN scram_key ON account_id = id
        WHERE domain = ?1 AND localpart = ?2
        """;

    // Values of scram_key.hash.
    public const int Sha1 = 1;
    public const int Sha256 = 256;
    public const int Sha512 = 512;

    private ScramKeys? _sha1;
    private ScramKeys? _sha256;
    private ScramKeys? _sha512;

    /// <summary>There was a row, so there is an account.</summary>
    public bool IsAny { get; private set; }

    public void Add(int hash, ScramKeys? keys)
    {
        IsAny = true;
        switch (hash)
        {
            case Sha1:
                _sha1 = keys;
                break;
            case Sha256:
                _sha256 = keys;
                break;
            case Sha512:
                _sha512 = keys;
                break;
        }
    }

    /// <summary>Null unless there are keys for every hash.</summary>
    public readonly Credentials? ToCredentials() =>
        _sha1 is { } sha1 && _sha256 is { } sha256 && _sha512 is { } sha512 ? new Credentials(sha1, sha256, sha512) : null;
}
