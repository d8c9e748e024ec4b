using System.Xml.Linq;

namespace Meerkat.Conformance.Runner;

/// <summary>
/// Compares what came with what a script expects: by names and namespaces, not by prefixes, attribute order or the order of
/// child elements. Nothing may be missing and nothing may be extra, except where the script allows it.
/// </summary>
internal static class StanzaMatcher
{
    private const string FurtherChildren = "{...}";
    private const string Optional = "?}";
    private const string Absent = "{none}";

    // <without><a/></without>: beside whatever {...} allows, no <a/>.
    private static readonly XName _without = XNamespace.Get("jabber:client") + "without";

    /// <summary>Null when they match; otherwise where and how they differ. Captures only on a match.</summary>
    public static string? Compare(XElement expected, XElement actual, Variables variables)
    {
        var attempt = variables.Copy();
        var difference = CompareElements(expected, actual, attempt);
        if (difference is null)
            variables.Take(attempt);
        return difference;
    }

    private static string? CompareElements(XElement expected, XElement actual, Variables variables)
    {
        if (expected.Name != actual.Name)
            return $"<{expected.Name}> was expected, <{actual.Name}> came";
        var difference = CompareAttributes(expected, actual, variables)
            ?? (expected.HasElements || IsOpen(expected)
                ? CompareChildren(expected, actual, variables)
                : CompareText(expected, actual, variables));
        return difference is null ? null : $"{expected.Name.LocalName}/{difference}";
    }

    private static string? CompareAttributes(XElement expected, XElement actual, Variables variables)
    {
        foreach (var attribute in expected.Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            var came = actual.Attribute(attribute.Name)?.Value;
            var isOptional = attribute.Value.EndsWith(Optional, StringComparison.Ordinal);
            if (came is null && (isOptional || attribute.Value == Absent))
                continue;
            var wanted = isOptional ? attribute.Value[..^Optional.Length] + "}" : attribute.Value;
            if (came is null)
                return $"@{attribute.Name.LocalName} is missing";
            if (wanted == Absent || !variables.Match(wanted, came))
                return $"@{attribute.Name.LocalName} should be '{wanted}' and is '{came}'";
        }

        // xml:lang may be stamped by the server (RFC 6120 §8.1.5), so it matters only where a script names it.
        var extra = actual.Attributes().FirstOrDefault(a =>
            !a.IsNamespaceDeclaration && a.Name != XNamespace.Xml + "lang" && expected.Attribute(a.Name) is null);
        return extra is null ? null : $"@{extra.Name.LocalName}='{extra.Value}' was not expected";
    }

    private static string? CompareChildren(XElement expected, XElement actual, Variables variables)
    {
        var left = actual.Elements().ToList();
        foreach (var unwanted in expected.Elements(_without).Elements())
        {
            if (actual.Elements(unwanted.Name).Any())
                return $"<{unwanted.Name}> should not be there";
        }

        foreach (var wanted in expected.Elements().Where(child => child.Name != _without))
        {
            var found = left.Find(child => Compare(wanted, child, variables) is null);
            if (found is null)
                return ExplainMissing(wanted, left, variables);
            left.Remove(found);
        }

        return left.Count == 0 || IsOpen(expected) ? null : $"<{left[0].Name}> was not expected";
    }

    private static string ExplainMissing(XElement wanted, List<XElement> candidates, Variables variables)
    {
        var similar = candidates.FindAll(child => child.Name == wanted.Name);
        return similar.Count == 1
            ? CompareElements(wanted, similar[0], variables.Copy())!
            : $"no child matches {wanted.ToString(SaveOptions.DisableFormatting)}";
    }

    private static string? CompareText(XElement expected, XElement actual, Variables variables)
    {
        if (actual.Elements().FirstOrDefault() is { } child)
            return $"<{child.Name}> was not expected";
        return variables.Match(expected.Value, actual.Value) ? null : $"text should be '{expected.Value}' and is '{actual.Value}'";
    }

    private static bool IsOpen(XElement expected) =>
        expected.Nodes().OfType<XText>().Any(text => text.Value.Contains(FurtherChildren, StringComparison.Ordinal));
}
