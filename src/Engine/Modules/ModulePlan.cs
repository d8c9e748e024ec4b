using Meerkat.Engine.Services;

namespace Meerkat.Engine.Modules;

/// <summary>
/// Which of all modules a host is to have, in the order in which they are started, or what is wrong with the choice. Pure.
/// </summary>
public sealed class ModulePlan
{
    private ModulePlan(IReadOnlyList<ModuleDescriptor> modules, IReadOnlyList<LifecycleError> errors) =>
        (Modules, Errors) = (modules, errors);

    /// <summary>Each behind those it depends on, otherwise as listed.</summary>
    public IReadOnlyList<ModuleDescriptor> Modules { get; }

    public IReadOnlyList<LifecycleError> Errors { get; }

    public static ModulePlan Of(IReadOnlyList<ModuleDescriptor> all, ModuleOptions options)
    {
        var chosen = all.Where(options.Has).ToList();
        List<LifecycleError> errors =
        [
            .. Unknown(all, options),
            .. Required(all, options),
            .. SwitchedOff(all, options).Select(pair => LifecycleError.ModuleNotLoaded(pair.Needed, Called(pair.User))),
        ];
        if (!DependencyOrder.TrySort(chosen, m => m.Name, m => m.DependsOn, out var sorted, out var circle))
        {
            errors.Add(LifecycleError.Circular("module", circle));
        }

        return new ModulePlan(sorted, errors);
    }

    /// <summary>Which modules of a host need which that the host does not have.</summary>
    public static IEnumerable<(string User, string Needed)> SwitchedOff(
        IReadOnlyList<ModuleDescriptor> all, ModuleOptions options)
    {
        var chosen = all.Where(options.Has).Select(module => module.Name).ToHashSet();
        return
            from module in all
            where chosen.Contains(module.Name)
            from needed in module.DependsOn
            where !chosen.Contains(needed)
            select (module.Name, needed);
    }

    private static IEnumerable<LifecycleError> Unknown(IReadOnlyList<ModuleDescriptor> all, ModuleOptions options) =>
        options.Switches.Keys.Except(all.Select(module => module.Name))
            .Order(StringComparer.Ordinal)
            .Select(LifecycleError.NoSuchModule);

    private static IEnumerable<LifecycleError> Required(IReadOnlyList<ModuleDescriptor> all, ModuleOptions options) =>
        from module in all
        where module.IsRequired && !options.Switches.GetValueOrDefault(module.Name, true)
        select LifecycleError.Required(Called(module.Name));

    internal static string Called(string name) => $"the module {name}";
}
