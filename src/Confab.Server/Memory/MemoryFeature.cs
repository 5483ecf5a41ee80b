using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Replies;

namespace Confab.Server.Memory;

/// <summary>What assistants keep of what was said, found again for an answer, and everybody's to look at and to forget.</summary>
public static class MemoryFeature
{
    public static IServiceCollection AddMemory(this IServiceCollection services, MemoryOptions options) => services
        .AddSingleton(options)
        .AddSingleton<MemoryTeller>()
        .AddHostedService(s => s.GetRequiredService<MemoryTeller>())
        .AddSingleton<UsedMemories>()
        .AddHostedService(s => s.GetRequiredService<UsedMemories>())
        .AddSingleton<PlainWords>()
        .AddSingleton<Recall>()
        .AddSingleton<Extraction>()
        .AddHostedService(s => s.GetRequiredService<Extraction>())
        .AddSingleton<MemoryEmbeddings>()
        .AddHostedService(s => s.GetRequiredService<MemoryEmbeddings>())
        .AddSingleton<MemoryWork>()
        .AddSingleton<RememberingAssistants>()
        .AddSingleton<ListMemories>()
        .AddSingleton<ChangeMemories>()
        .AddSingleton<MemoryTransfer>()
        .AddSingleton<MemorySwitches>();
}

/// <summary>Joins memory to the rooms: it hears of questions, of answers, and of messages that change.</summary>
public sealed class MemoryWork(AppendLoop log, ReplyRunner replies, PlainWords plainWords, Extraction extraction, MemoryTeller teller)
{
    public void Start()
    {
        replies.Asked += draft =>
        {
            // A wish is done once: whoever has its answer written anew, perhaps another and much later, does not wish it again.
            if (draft.VariantOf is null) plainWords.Hear(draft.Author.Id, draft.RoomId, draft.ParentId, draft.MessageId);
        };
        log.Announcing += Note;
        teller.Listen(log);
    }

    public Task DrainAsync() => plainWords.DrainAsync();

    void Note(Message message)
    {
        if (message is { Author.Kind: AuthorKind.Assistant, Status: MessageStatus.Complete } || message.EditedAt is not null) extraction.Raise();
    }
}
