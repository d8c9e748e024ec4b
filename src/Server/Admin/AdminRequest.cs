using System.Text.Json;
using Meerkat.Engine.Admin;
using Microsoft.AspNetCore.Http;

namespace Meerkat.Server.Admin;

/// <summary>Reads the arguments of a command from a request: from the query of a GET, from the JSON object of a POST.</summary>
internal static class AdminRequest
{
    private static readonly JsonDocumentOptions _json = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>The method of a command: what changes nothing can be fetched, unless a secret would stand in the URL.</summary>
    public static string MethodOf(AdminCommand command) =>
        command.IsChange || command.Parameters.Any(parameter => parameter.Type.IsSecret) ? HttpMethods.Post : HttpMethods.Get;

    /// <summary>The texts given for each name, or what is wrong with the request.</summary>
    public static async Task<(Dictionary<string, IReadOnlyList<string>> Given, string? Mistake)> ReadAsync(HttpRequest request)
    {
        Dictionary<string, IReadOnlyList<string>> given = [];
        if (HttpMethods.IsGet(request.Method))
        {
            foreach (var (name, values) in request.Query) given[name] = [.. values.Select(value => value ?? "")];
            return (given, null);
        }

        return request.ContentLength == 0 ? (given, null) : (given, await ReadBodyAsync(request, given).ConfigureAwait(false));
    }

    private static async Task<string?> ReadBodyAsync(HttpRequest request, Dictionary<string, IReadOnlyList<string>> given)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, _json, request.HttpContext.RequestAborted).ConfigureAwait(false);
            if (body.RootElement.ValueKind != JsonValueKind.Object) return "the body is not a JSON object";

            foreach (var property in body.RootElement.EnumerateObject())
            {
                if (!TryReadTexts(property.Value, out var texts)) return $"{property.Name}: it is not a text, a number, true, false or a list of texts";

                given[property.Name] = texts;
            }

            return null;
        }
        catch (JsonException)
        {
            // Its message may show a part of a password.
            return "the body is not JSON";
        }
    }

    /// <summary>Null stands for what was left out.</summary>
    private static bool TryReadTexts(JsonElement value, out IReadOnlyList<string> texts)
    {
        texts = [];
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return true;
            case JsonValueKind.String:
                texts = [value.GetString()!];
                return true;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                texts = [value.GetRawText()];
                return true;
            case JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                texts = [.. value.EnumerateArray().Select(item => item.GetString()!)];
                return true;
            default:
                return false;
        }
    }
}
