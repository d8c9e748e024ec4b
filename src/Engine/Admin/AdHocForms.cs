using System.Globalization;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Admin;

/// <summary>Writes and reads the data forms (XEP-0004) of ad-hoc commands. Pure.</summary>
internal static class AdHocForms
{
    private static ReadOnlySpan<byte> Namespace => "jabber:x:data"u8;

    /// <summary>The questions.</summary>
    public static void WriteForm(ref XmlWriter writer, AdHocCommand command)
    {
        writer.Start("x"u8, Namespace);
        writer.Attribute("type"u8, "form"u8);
        writer.Element("title"u8, command.Title);
        WriteFormType(ref writer, command);
        foreach (var field in command.Fields)
        {
            writer.Start("field"u8);
            writer.Attribute("var"u8, field.Name);
            writer.Attribute("type"u8, TypeOf(field));
            writer.Attribute("label"u8, field.Label);
            if (field.Form == AdminForm.Choice)
            {
                foreach (var choice in field.Choices)
                {
                    writer.Start("option"u8);
                    writer.Element("value"u8, choice);
                    writer.End("option"u8);
                }
            }

            if (field.IsRequired) writer.Empty("required"u8);
            writer.End("field"u8);
        }

        writer.End("x"u8);
    }

    /// <summary>The answers: values, or a table.</summary>
    public static void WriteResult(ref XmlWriter writer, AdHocCommand command, AdHocOutcome outcome)
    {
        writer.Start("x"u8, Namespace);
        writer.Attribute("type"u8, "result"u8);
        WriteFormType(ref writer, command);
        foreach (var (name, values) in outcome.Fields) WriteField(ref writer, name, values);
        if (outcome.Columns.Count > 0) WriteTable(ref writer, outcome);
        writer.End("x"u8);
    }

    /// <summary>What was answered, by the names of the fields; null if there is no form that was filled in.</summary>
    public static Dictionary<string, IReadOnlyList<string>>? Read(XmlElementReader command, AdHocCommand asked)
    {
        if (!command.TryGetChild("x"u8, Namespace, out var form) || !form.Attribute("type"u8).Equals("submit"u8)) return null;

        Dictionary<string, IReadOnlyList<string>> answers = [];
        foreach (var field in form.Children)
        {
            if (!field.Is("field"u8, Namespace)) continue;

            var name = field.Attribute("var"u8).ToString();
            var values = new List<string>();
            foreach (var value in field.Children)
            {
                if (value.Is("value"u8, Namespace)) values.Add(value.Text.ToString());
            }

            if (asked.Fields.FirstOrDefault(known => known.Name == name) is { } known) Keep(answers, known, values);
        }

        return answers;
    }

    // A field that may be left out is sent empty by many clients.
    private static void Keep(Dictionary<string, IReadOnlyList<string>> answers, AdHocField field, List<string> values)
    {
        if (!field.IsRequired) values.RemoveAll(value => value.Length == 0);
        if (field.Form == AdminForm.Boolean)
        {
            // XEP-0004 §3.3: 1 and 0 stand for true and false.
            for (var i = 0; i < values.Count; i++) values[i] = values[i] switch { "1" => "true", "0" => "false", var other => other };
        }

        if (values.Count == 0) return;

        // A text of several lines may come as one value for each line.
        var isOneText = field.Form is AdminForm.Text && values.Count > 1;
        answers[field.Name] = isOneText ? [string.Join('\n', values)] : values;
    }

    private static void WriteFormType(ref XmlWriter writer, AdHocCommand command)
    {
        if (command.FormType is not { } formType) return;

        writer.Start("field"u8);
        writer.Attribute("var"u8, "FORM_TYPE"u8);
        writer.Attribute("type"u8, "hidden"u8);
        writer.Element("value"u8, formType);
        writer.End("field"u8);
    }

    private static void WriteTable(ref XmlWriter writer, AdHocOutcome outcome)
    {
        writer.Start("reported"u8);
        foreach (var column in outcome.Columns)
        {
            writer.Start("field"u8);
            writer.Attribute("var"u8, column.Name);
            writer.Attribute("label"u8, column.Help);
            writer.End("field"u8);
        }

        writer.End("reported"u8);
        foreach (var row in outcome.Rows)
        {
            writer.Start("item"u8);
            for (var i = 0; i < row.Length; i++) WriteField(ref writer, outcome.Columns[i].Name, ValuesOf(row[i]));
            writer.End("item"u8);
        }
    }

    private static void WriteField(ref XmlWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.Start("field"u8);
        writer.Attribute("var"u8, name);
        foreach (var value in values) writer.Element("value"u8, value);
        writer.End("field"u8);
    }

    private static IReadOnlyList<string> ValuesOf(object? cell) => cell switch
    {
        null => [],
        IReadOnlyList<string> texts => texts,
        bool truth => [truth ? "true" : "false"],
        _ => [Convert.ToString(cell, CultureInfo.InvariantCulture)!],
    };

    private static ReadOnlySpan<byte> TypeOf(AdHocField field) => field.Form switch
    {
        AdminForm.Secret => "text-private"u8,
        AdminForm.Boolean => "boolean"u8,
        AdminForm.Choice => "list-single"u8,
        AdminForm.Address => field.IsManyAddresses ? "jid-multi"u8 : "jid-single"u8,
        AdminForm.Texts or AdminForm.SecretLines => "text-multi"u8,
        _ => "text-single"u8,
    };
}
