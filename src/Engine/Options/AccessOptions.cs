using System.Collections.Immutable;
using Meerkat.Engine.Access;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Options;

/// <summary>Who may do what, and how much of it: named sets of addresses, and rules made of them. Immutable.</summary>
public sealed record AccessOptions
{
    /// <summary>The rule that says who may log in.</summary>
    public const string Login = "c2s";

    /// <summary>The rule that says who may make an account (XEP-0077).</summary>
    public const string Registration = "register";

    /// <summary>What the operator has defined, by name.</summary>
    public ImmutableDictionary<string, Acl> Acls { get; init; } = ImmutableDictionary<string, Acl>.Empty;

    /// <summary>Rules that allow or deny, by name. Without <see cref="Login"/> and <see cref="Registration"/> everybody may.</summary>
    public ImmutableDictionary<string, AccessRule<bool>> Rules { get; init; } =
        ImmutableDictionary<string, AccessRule<bool>>.Empty;

    /// <summary>Resources of one account bound at once; null: as <see cref="LimitOptions.MaxSessionsPerUser"/> has it.</summary>
    public AccessRule<int>? MaxUserSessions { get; init; }

    /// <summary>Messages kept for one account; null: as the module has it.</summary>
    public AccessRule<int>? MaxUserOfflineMessages { get; init; }

    /// <summary>What limits how fast clients may send once they have logged in; null among its values: nothing.</summary>
    public AccessRule<ShaperRate?>? ClientShaper { get; init; }

    /// <summary>Failed logins of one address, where nothing but the address is known; null: as the limits have it.</summary>
    public AccessRule<int>? MaxFailedLogins { get; init; }

    /// <summary>By name.</summary>
    public ImmutableDictionary<string, ShaperRate> Shapers { get; init; } = ImmutableDictionary<string, ShaperRate>.Empty;

    internal IEnumerable<OptionMistake> Validate(string clientShaper, IReadOnlyList<ComponentOptions> components)
    {
        foreach (var (key, name) in components.Select(group => ("components.shaper", group.Shaper)).Prepend(("listen.c2s_shaper", clientShaper)))
        {
            if (name != ShaperRate.None && !Shapers.ContainsKey(name))
                yield return new([key], $"there is no shaper '{name}'; define [shaper.{name}], or write none");
        }

        if (MaxFailedLogins?.Entries.FirstOrDefault(entry => entry.Acl.AsksForName).Acl is { } named)
        {
            yield return new(
                ["access.max_failed_logins"],
                $"before a login only the address is known, and the acl '{named.Name}' asks for more; give it patterns with an address alone");
        }

        var asked = components.Select(group => group.Access).ToHashSet();
        foreach (var name in asked.Where(name => !IsBuiltIn(name) && !Rules.ContainsKey(name)))
        {
            yield return new(
                ["components.access"],
                $"there is no rule '{name}' that allows or denies; write {Choices()}, or define it in [access]");
        }

        foreach (var (name, rule) in Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            if (!asked.Contains(name) && name is not (Login or Registration))
            {
                yield return new(
                    [$"access.{name}", "components.access"], "nothing asks this rule; name it in components.access, or remove it");
            }
            else if (asked.Contains(name) && AclWithAddress(rule) is { } acl)
            {
                yield return new(
                    [$"access.{name}"], $"a stanza does not tell from which address its sender connects, which the acl '{acl}' asks for");
            }
        }

        if (MaxUserOfflineMessages is { } messages && AclWithAddress(messages) is { } offline)
        {
            yield return new(
                ["access.max_user_offline_messages"], $"who is offline has no address, which the acl '{offline}' asks for");
        }
    }

    /// <summary>Names that mean something without being defined.</summary>
    private static bool IsBuiltIn(string name) => Acl.BuiltIn.Any(acl => acl.Name == name);

    private static string? AclWithAddress<T>(AccessRule<T> rule) =>
        rule.Entries.Select(entry => entry.Acl).FirstOrDefault(acl => acl.AsksForAddress)?.Name;

    private string Choices() => string.Join(
        ", ", Acl.BuiltIn.Select(acl => acl.Name).Concat(Rules.Keys.Except([Login, Registration]).Order(StringComparer.Ordinal)));
}
