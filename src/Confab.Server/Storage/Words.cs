using System.Text.Json;

namespace Confab.Server.Storage;

/// <summary>Enums are stored as the words they have on the wire.</summary>
static class Words
{
    public static string Word<TEnum>(this TEnum value) where TEnum : struct, Enum => Of<TEnum>.Names[value];

    public static TEnum Parse<TEnum>(string word) where TEnum : struct, Enum => Of<TEnum>.Values[word];

    static class Of<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Names =
            Enum.GetValues<TEnum>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        public static readonly Dictionary<string, TEnum> Values = Names.ToDictionary(p => p.Value, p => p.Key);
    }
}
