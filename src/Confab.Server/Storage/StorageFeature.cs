namespace Confab.Server.Storage;

public static class StorageFeature
{
    public static IServiceCollection AddStorage(this IServiceCollection services, Func<SqliteDatabase> open) => services
        .AddSingleton(_ => open())
        .AddSingleton<IMessageStore, SqliteMessageStore>()
        .AddSingleton<IRoomStore, SqliteRoomStore>()
        .AddSingleton<IModerationStore, SqliteModerationStore>()
        .AddSingleton<IAssistantStore, SqliteAssistantStore>()
        .AddSingleton<IUserStore, SqliteUserStore>()
        .AddSingleton<ISessionStore, SqliteSessionStore>()
        .AddSingleton<ICursorStore, SqliteCursorStore>()
        .AddSingleton<ISearchStore, SqliteSearchStore>()
        .AddSingleton<IAttachmentStore, SqliteAttachmentStore>()
        .AddSingleton<IStatStore, SqliteStatStore>()
        .AddSingleton<ISummaryStore, SqliteSummaryStore>()
        .AddSingleton<IPromptStore, SqlitePromptStore>()
        .AddSingleton<IMemoryStore, SqliteMemoryStore>()
        .AddSingleton<IExtractionStore, SqliteExtractionStore>()
        .AddSingleton<IKnowledgeStore, SqliteKnowledgeStore>();
}
