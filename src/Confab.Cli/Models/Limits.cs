using System.CommandLine;

namespace Confab.Cli.Models;

/// <summary>Options that take a number within limits.</summary>
static class Limits
{
    public static void Require<T>(Option<T> option, T least, T most) where T : struct, IComparable<T> =>
        option.Validators.Add(result => Check(result.GetValueOrDefault<T>(), least, most, option.Name, result.AddError));

    public static void Require<T>(Option<T?> option, T least, T most) where T : struct, IComparable<T> =>
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T?>() is { } value) Check(value, least, most, option.Name, result.AddError);
        });

    static void Check<T>(T value, T least, T most, string name, Action<string> refuse) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) refuse(FormattableString.Invariant($"{name} must be {least} to {most}, not {value}"));
    }
}
