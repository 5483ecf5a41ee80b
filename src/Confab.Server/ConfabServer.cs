using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Intents;
using Confab.Server.Accounts;
using Confab.Server.Assistants;
using Confab.Server.Compatibility;
using Confab.Server.Fanout;
using Confab.Server.Files;
using Confab.Server.Generation;
using Confab.Server.Http;
using Confab.Server.Knowledge;
using Confab.Server.Meaning;
using Confab.Server.Memory;
using Confab.Server.Messages;
using Confab.Server.Moderation;
using Confab.Server.Operations;
using Confab.Server.Page;
using Confab.Server.Presence;
using Confab.Server.Reactions;
using Confab.Server.Receipts;
using Confab.Server.Replies;
using Confab.Server.Rooms;
using Confab.Server.Search;
using Confab.Server.Sessions;
using Confab.Server.Sockets;
using Confab.Server.Stats;
using Confab.Server.Storage;
using Confab.Server.Suggestions;
using Confab.Server.Tools;

namespace Confab.Server;

/// <summary>The whole server, composed in the order a message travels.</summary>
public static class ConfabServer
{
    /// <summary>Serves until <paramref name="stop"/>, then drains.</summary>
    /// <param name="started">Told the address and the models once the server listens there.</param>
    /// <exception cref="ServerStartException">It cannot start; the message says why in one line.</exception>
    public static async Task RunAsync(ServerOptions options, Action<Uri, ModelCatalog> started, CancellationToken stop)
    {
        try
        {
            await using var app = Build(options);
            await app.StartAsync(stop);
            started(app.Address(), app.Services.GetRequiredService<ModelCatalog>());
            await app.WaitForShutdownAsync(stop);
        }
        catch (Exception e) when (e is IOException or StorageUnavailableException or SocketException)
        {
            throw ServerStartException.From(e, options);
        }
    }

    /// <exception cref="StorageUnavailableException">The data folder cannot be used.</exception>
    public static WebApplication Build(ServerOptions options)
    {
        foreach (var part in new object[] { options, options.Sockets, options.Replies, options.Uploads, options.Suggestions, options.Tools, options.Memory }) Require(part);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.ListenAt(options);
        // Why a host did not start is said once, in a line, by whoever asked it to.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services
            .AddSingleton(options.Clock)
            .AddSockets(options.Sockets, new OriginOptions { Allowed = options.AllowedOrigins, LoopbackOnly = Listening.IsLoopbackOnly(options.Host) })
            .AddAccounts()
            .AddRooms()
            .AddModeration()
            .AddMessages()
            .AddReceipts()
            .AddReactions()
            .AddPresence()
            .AddAssistants()
            .AddTools(options.Tools)
            .AddReplies(options.Replies)
            .AddSuggestions(options.Suggestions)
            .AddMeaning()
            .AddMemory(options.Memory)
            .AddKnowledge()
            .AddSessions()
            .AddSearch()
            .AddFiles(options.Uploads, options.FilesFolder)
            .AddStats()
            .AddCompatibility()
            .AddGeneration(options, IntentModel.Create(time: options.Clock))
            .AddStorage(() => new SqliteDatabase(options.DatabasePath))
            .AddFanout()
            .AddHttp(options.AllowedOrigins)
            .AddOperations();

        var app = builder.Build();
        app.MapSockets();
        app.MapCompatibility();
        app.MapHealth();
        var api = app.MapApi();
        api.MapRooms();
        api.MapReplies();
        api.MapTools();
        api.MapModeration();
        api.MapAssistants();
        api.MapSessions();
        api.MapMemory();
        api.MapKnowledge();
        api.MapSearch();
        api.MapFiles();
        api.MapStats();
        api.MapGeneration();
        app.MapPage();
        return app;
    }

    static void Require(object options)
    {
        var wrong = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true))
            throw new ServerStartException($"{options.GetType().Name}: {wrong[0].ErrorMessage}");
    }
}
