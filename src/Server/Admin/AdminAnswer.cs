using System.Text.Json;
using Meerkat.Engine.Admin;
using Microsoft.AspNetCore.Http;

namespace Meerkat.Server.Admin;

/// <summary>Writes the answers of commands as JSON, and errors as problems (RFC 9457).</summary>
internal static class AdminAnswer
{
    private const string Json = "application/json";

    // What is written before the network gets it: a list may have any length.
    private const int FlushBytes = 16 * 1024;

    public static int StatusOf(AdminFailure failure) => failure switch
    {
        AdminFailure.None => StatusCodes.Status200OK,
        AdminFailure.BadArgument => StatusCodes.Status400BadRequest,
        AdminFailure.Forbidden => StatusCodes.Status403Forbidden,
        AdminFailure.NotFound => StatusCodes.Status404NotFound,
        AdminFailure.Conflict => StatusCodes.Status409Conflict,
        AdminFailure.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static async Task WriteAsync(HttpResponse response, AdminShape shape, AdminResult result)
    {
        if (!result.IsSuccess)
        {
            await WriteProblemAsync(response, StatusOf(result.Failure), result.Text).ConfigureAwait(false);
            return;
        }

        response.ContentType = Json;
        var writer = new Utf8JsonWriter(response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            await WriteAsync(writer, shape, result, () => FlushAsync(writer, response)).ConfigureAwait(false);
        }

        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>A problem whose kind the status says (RFC 9457 §4.2.1: about:blank).</summary>
    public static async Task WriteProblemAsync(HttpResponse response, int status, string detail)
    {
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        var writer = new Utf8JsonWriter(response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "about:blank"u8);
            writer.WriteString("title"u8, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status));
            writer.WriteNumber("status"u8, status);
            writer.WriteString("detail"u8, detail);
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private static async ValueTask FlushAsync(Utf8JsonWriter writer, HttpResponse response)
    {
        if (writer.BytesPending < FlushBytes) return;

        writer.Flush();
        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Utf8JsonWriter writer, AdminShape shape, AdminResult result, Func<ValueTask> flush)
    {
        switch (shape.Kind)
        {
            case AdminShapeKind.List or AdminShapeKind.Table:
                writer.WriteStartArray();
                await foreach (var row in result.Rows.ConfigureAwait(false))
                {
                    if (shape.Kind == AdminShapeKind.List) WriteCell(writer, row[0]);
                    else WriteRow(writer, shape, row);
                    await flush().ConfigureAwait(false);
                }

                writer.WriteEndArray();
                break;
            case AdminShapeKind.Record:
                await foreach (var row in result.Rows.ConfigureAwait(false)) WriteRow(writer, shape, row);
                break;
            default:
                writer.WriteStartObject();
                if (shape.Kind == AdminShapeKind.Number) writer.WriteNumber("result"u8, result.Number);
                else writer.WriteString("result"u8, result.Text);
                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteRow(Utf8JsonWriter writer, AdminShape shape, object?[] row)
    {
        writer.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            writer.WritePropertyName(shape.Columns[i].Name);
            WriteCell(writer, row[i]);
        }

        writer.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case IEnumerable<string> texts:
                writer.WriteStartArray();
                foreach (var text in texts) writer.WriteStringValue(text);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue((string)cell);
                break;
        }
    }
}
