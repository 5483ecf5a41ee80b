using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Confab.Server.Tools.BuiltIn;

/// <summary>A tool of our own. What it throws as <see cref="ArgumentException"/> is told to the model, which may try again.</summary>
abstract class BuiltInTool(string name, string description, string schema) : AIFunction
{
    readonly JsonElement _schema = JsonElement.Parse(schema);

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => _schema;

    protected abstract Task<string> RunAsync(AIFunctionArguments arguments, CancellationToken stop);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        await RunAsync(arguments, cancellationToken);

    protected static string? Text(AIFunctionArguments arguments, string field) => arguments.GetValueOrDefault(field) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        var other => other.ToString(),
    };

    /// <exception cref="ArgumentException">It is not there.</exception>
    protected static string Require(AIFunctionArguments arguments, string field) =>
        Text(arguments, field) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw new ArgumentException($"\"{field}\" is missing");
}
