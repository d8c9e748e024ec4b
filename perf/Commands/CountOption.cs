using System.CommandLine;

namespace Meerkat.Perf.Commands;

/// <summary>An option that takes a number from 1 up to a most.</summary>
internal static class CountOption
{
    public static Option<int> Create(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            int value = result.GetValueOrDefault<int>();
            if (value < 1 || value > most)
                result.AddError($"{name} takes 1 to {most}.");
        });
        return option;
    }
}
