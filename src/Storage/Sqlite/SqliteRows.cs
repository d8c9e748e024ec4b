using System.Diagnostics.CodeAnalysis;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;

namespace Meerkat.Storage.Sqlite;

/// <summary>What several stores need to read columns. Stateless; called by the store's thread.</summary>
internal static class SqliteRows
{
    /// <summary>A JID as it was stored, that is, prepared.</summary>
    public static Jid ReadJid(SqliteDatabase database, string text)
    {
        if (!Jid.TryParse(text, out Jid? jid)) ThrowNoJid(database, text);
        return jid;
    }

    public static byte[]? ReadBytesOrNull(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    public static string? ReadTextOrNull(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    [DoesNotReturn]
    private static void ThrowNoJid(SqliteDatabase database, string text) =>
        throw new StoreException(StoreFailure.Corrupt, $"{database.File} holds '{text}' where a JID should be.");
}
