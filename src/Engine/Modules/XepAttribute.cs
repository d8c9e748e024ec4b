namespace Meerkat.Engine.Modules;

/// <summary>The XEP that a module or another part implements, and the version it was written against.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class XepAttribute(string number, string version) : Attribute
{
    /// <summary>Four digits.</summary>
    public string Number { get; } = number;

    public string Version { get; } = version;
}
