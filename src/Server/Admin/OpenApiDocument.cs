using System.Buffers;
using System.Text.Json;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Modules;

namespace Meerkat.Server.Admin;

/// <summary>Describes the HTTP API by OpenAPI 3.1, from the catalogue of commands. Pure.</summary>
internal static class OpenApiDocument
{
    public static byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, IndentSize = 1 }))
        {
            json.WriteStartObject();
            json.WriteString("openapi"u8, "3.1.0"u8);
            WriteInfo(json);
            WriteTags(json);
            json.WriteStartObject("paths"u8);
            foreach (var command in AdminCatalogue.Commands) WritePath(json, command);
            json.WriteEndObject();
            WriteComponents(json);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteInfo(Utf8JsonWriter json)
    {
        json.WriteStartObject("info"u8);
        json.WriteString("title"u8, "Meerkat administration"u8);
        json.WriteString("version"u8, Xep0092Version.Version);
        json.WriteString(
            "description"u8,
            "Over the Unix socket no token is needed, by TCP one is. Lists are sent as they are read: one that ends early was cut off.");
        json.WriteEndObject();
        // Either: who reaches the Unix socket needs no token.
        json.WriteStartArray("security"u8);
        json.WriteStartObject();
        json.WriteStartArray("token"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter json)
    {
        json.WriteStartArray("tags"u8);
        foreach (var category in AdminCatalogue.Categories)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, category.Name);
            json.WriteString("description"u8, category.Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePath(Utf8JsonWriter json, AdminCommand command)
    {
        var method = AdminRequest.MethodOf(command);
        json.WriteStartObject($"{AdminHttp.CommandPath}{command.Category}/{command.Name}");
        json.WriteStartObject(method.ToLowerInvariant());
        json.WriteString("operationId"u8, $"{command.Category}.{command.Name}");
        json.WriteString("summary"u8, command.Help);
        json.WriteStartArray("tags"u8);
        json.WriteStringValue(command.Category);
        json.WriteEndArray();
        if (command.Parameters.Count > 0)
        {
            if (method == "GET") WriteQuery(json, command);
            else WriteBody(json, command);
        }

        WriteResponses(json, command.Shape);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter json, AdminCommand command)
    {
        json.WriteStartArray("parameters"u8);
        foreach (var parameter in command.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, parameter.Name);
            json.WriteString("in"u8, "query"u8);
            json.WriteString("description"u8, parameter.Help);
            json.WriteBoolean("required"u8, parameter.IsRequired);
            json.WritePropertyName("schema"u8);
            WriteType(json, parameter.Type, help: null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBody(Utf8JsonWriter json, AdminCommand command)
    {
        json.WriteStartObject("requestBody"u8);
        json.WriteBoolean("required"u8, command.Parameters.Any(parameter => parameter.IsRequired));
        StartContent(json, "application/json");
        json.WriteString("type"u8, "object"u8);
        json.WriteStartObject("properties"u8);
        foreach (var parameter in command.Parameters)
        {
            json.WritePropertyName(parameter.Name);
            WriteType(json, parameter.Type, parameter.Help);
        }

        json.WriteEndObject();
        json.WriteStartArray("required"u8);
        foreach (var parameter in command.Parameters.Where(parameter => parameter.IsRequired)) json.WriteStringValue(parameter.Name);
        json.WriteEndArray();
        json.WriteBoolean("additionalProperties"u8, false);
        EndContent(json);
        json.WriteEndObject();
    }

    private static void WriteResponses(Utf8JsonWriter json, AdminShape shape)
    {
        json.WriteStartObject("responses"u8);
        json.WriteStartObject("200"u8);
        json.WriteString("description"u8, "It was done."u8);
        StartContent(json, "application/json");
        WriteShape(json, shape);
        EndContent(json);
        json.WriteEndObject();
        json.WriteStartObject("default"u8);
        json.WriteString("$ref"u8, "#/components/responses/Problem"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, AdminShape shape)
    {
        switch (shape.Kind)
        {
            case AdminShapeKind.List:
                json.WriteString("type"u8, "array"u8);
                json.WriteStartObject("items"u8);
                WriteCell(json, shape.Columns[0]);
                json.WriteEndObject();
                break;
            case AdminShapeKind.Table:
                json.WriteString("type"u8, "array"u8);
                json.WriteStartObject("items"u8);
                WriteRow(json, shape.Columns);
                json.WriteEndObject();
                break;
            case AdminShapeKind.Record:
                WriteRow(json, shape.Columns);
                break;
            default:
                json.WriteString("type"u8, "object"u8);
                json.WriteStartObject("properties"u8);
                json.WriteStartObject("result"u8);
                json.WriteString("type"u8, shape.Kind == AdminShapeKind.Number ? "integer"u8 : "string"u8);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteRow(Utf8JsonWriter json, IReadOnlyList<AdminColumn> columns)
    {
        json.WriteString("type"u8, "object"u8);
        json.WriteStartObject("properties"u8);
        foreach (var column in columns)
        {
            json.WriteStartObject(column.Name);
            WriteCell(json, column);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, AdminColumn column)
    {
        json.WriteString("description"u8, column.Help);
        if (column.Cell == AdminCell.Texts)
        {
            WriteTexts(json);
            return;
        }

        json.WriteStartArray("type"u8);
        json.WriteStringValue(column.Cell switch
        {
            AdminCell.Number => "integer",
            AdminCell.Boolean => "boolean",
            _ => "string",
        });
        json.WriteStringValue("null"u8);
        json.WriteEndArray();
    }

    private static void WriteType(Utf8JsonWriter json, AdminType type, string? help)
    {
        json.WriteStartObject();
        if (help is not null) json.WriteString("description"u8, $"{help} ({type.Description})");
        if (type.IsList) WriteTexts(json);
        else json.WriteString("type"u8, type.Form switch { AdminForm.Number => "integer"u8, AdminForm.Boolean => "boolean"u8, _ => "string"u8 });
        if (type.Form == AdminForm.Secret) json.WriteString("format"u8, "password"u8);
        if (type.Range is { } range)
        {
            json.WriteNumber("minimum"u8, range.Min);
            json.WriteNumber("maximum"u8, range.Max);
        }

        if (type.Form == AdminForm.Choice)
        {
            json.WriteStartArray("enum"u8);
            foreach (var choice in type.Choices) json.WriteStringValue(choice);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "array"u8);
        json.WriteStartObject("items"u8);
        json.WriteString("type"u8, "string"u8);
        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json)
    {
        json.WriteStartObject("components"u8);
        json.WriteStartObject("securitySchemes"u8);
        json.WriteStartObject("token"u8);
        json.WriteString("type"u8, "http"u8);
        json.WriteString("scheme"u8, "bearer"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("responses"u8);
        json.WriteStartObject("Problem"u8);
        json.WriteString("description"u8, "It was not done; detail says why (RFC 9457)."u8);
        StartContent(json, "application/problem+json");
        WriteRow(json,
        [
            new("title", AdminCell.Text, "What the status means."),
            new("status", AdminCell.Number, "The status."),
            new("detail", AdminCell.Text, "Why it was not done."),
        ]);
        EndContent(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void StartContent(Utf8JsonWriter json, string mediaType)
    {
        json.WriteStartObject("content"u8);
        json.WriteStartObject(mediaType);
        json.WriteStartObject("schema"u8);
    }

    private static void EndContent(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
