using System.Collections;
using System.Reflection;
using System.Text.Json;
using Confab.Protocol;

namespace Confab.Tests.Protocol;

/// <summary>Makes a value of any type of the protocol: with everything in it, or with the least that it demands.</summary>
static class Sample
{
    static readonly NullabilityInfoContext Nullability = new();

    public static object Full(Type type) => Make(type, isFull: true);

    public static object Least(Type type) => Make(type, isFull: false);

    public static bool IsNullable(ParameterInfo parameter)
    {
        lock (Nullability) return Nullability.Create(parameter).WriteState == NullabilityState.Nullable;
    }

    /// <summary>The records that a frame is made of, itself included.</summary>
    public static IEnumerable<Type> PartsOf(Type type)
    {
        var found = new HashSet<Type>();
        Add(type);
        return found;

        void Add(Type part)
        {
            part = Nullable.GetUnderlyingType(part) ?? part;
            foreach (var argument in part.GetGenericArguments()) Add(argument);
            if (part.Assembly != typeof(Request).Assembly || part.IsEnum || IsId(part) || !found.Add(part)) return;
            foreach (var parameter in part.GetConstructors()[0].GetParameters()) Add(parameter.ParameterType);
        }
    }

    static object Make(Type type, bool isFull)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Make(value, isFull);
        if (type == typeof(string)) return "text \" 🐍";
        if (type == typeof(int)) return 7;
        if (type == typeof(long)) return 1L << 40;
        if (type == typeof(double)) return 0.5;
        if (type == typeof(bool)) return true;
        if (type == typeof(JsonElement)) return JsonElement.Parse("""{"type":"object"}""");
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 1, 31, 8, 15, 0, 123, TimeSpan.Zero);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (IsId(type)) return Activator.CreateInstance(type, "id-1")!;
        if (type.IsGenericType) return Collection(type, isFull);

        var constructor = type.GetConstructors()[0];
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => !isFull && p.HasDefaultValue ? null : Make(p.ParameterType, isFull))]);
        if (isFull) type.GetProperty("Ref")?.SetValue(made, "r1");
        return made;
    }

    static object Collection(Type type, bool isFull)
    {
        var arguments = type.GetGenericArguments();
        var made = Activator.CreateInstance(arguments.Length == 2 ? typeof(Dictionary<,>).MakeGenericType(arguments) : typeof(List<>).MakeGenericType(arguments))!;
        if (isFull && made is IDictionary map) map.Add(Make(arguments[0], isFull), Make(arguments[1], isFull));
        else if (isFull) ((IList)made).Add(Make(arguments[0], isFull));
        return made;
    }

    static bool IsId(Type type) => type.IsValueType && type.GetProperty("Value")?.PropertyType == typeof(string);
}
