using System.Text.Json.Serialization;

namespace Confab.Server.Storage;

/// <summary>Lists that lie in one column.</summary>
[JsonSerializable(typeof(string[]))]
sealed partial class StorageJson : JsonSerializerContext;
