namespace Meerkat.Engine.Admin;

/// <summary>A field of the form that an ad-hoc command asks with. Immutable.</summary>
internal sealed record AdHocField(string Name, string Label, AdminForm Form)
{
    /// <summary>What may be chosen; empty: anything.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    public bool IsRequired { get; init; } = true;

    /// <summary>Several addresses (XEP-0004 §3.3: jid-multi).</summary>
    public bool IsManyAddresses { get; init; }

    public static AdHocField Of(AdminParameter parameter) => new(parameter.Name, parameter.Help, parameter.Type.Form)
    {
        Choices = parameter.Type.Choices,
        IsRequired = parameter.IsRequired,
    };
}
