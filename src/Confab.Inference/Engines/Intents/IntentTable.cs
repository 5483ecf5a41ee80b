namespace Confab.Inference.Engines.Intents;

/// <summary>What the built-in agent can talk about, in the order that breaks ties.</summary>
static class IntentTable
{
    public const string DefaultAnswer =
        """
        I am Confab's built-in agent: no language model is loaded, so I only know a handful of topics. Ask me about **Python**, **async** programming, **WebSockets**, **events** and queues, or **databases**.

        To talk to a real model, start the server with one: `confab serve --model file.gguf`.
        """;

    /// <summary>What one might ask when nothing was understood: a question to each topic.</summary>
    public static IReadOnlyList<string> DefaultSuggestions { get; } =
        ["What is Python good for?", "How does async code work?", "What is a WebSocket?", "What is an event queue?", "Which database should I use?"];

    public static IReadOnlyList<Intent> All { get; } =
    [
        new(
            "python",
            """
            Python is a readable, general-purpose language that is at home in web services, data work and automation. For a new web API, **FastAPI** is a good first choice: it checks requests from type hints, documents itself and runs asynchronously. Django brings everything for a larger site with accounts and an admin page; Flask stays small and leaves the choices to you.
            """,
            ["How does async code work?", "Which database should I begin with?", "What is a WebSocket good for?"],
            "python", "py", "django", "flask", "fastapi"),
        new(
            "async",
            """
            Asynchronous code lets one thread look after many waiting operations: while a request waits for the network or the disk, another one runs. In Python that is `asyncio` with `async` and `await`, in C# it is `Task` with the same two words. It helps wherever a program *waits*; for heavy computation use more threads or processes instead.
            """,
            ["Where does Python fit in?", "What is an event queue good for?", "How does a WebSocket stay open?"],
            "async", "await", "asyncio", "concurrent", "asynchronous"),
        new(
            "websocket",
            """
            A WebSocket keeps one connection open between browser and server, so that both sides can send at any moment. That makes it a good fit for chat, presence and live updates, where polling would be slow and wasteful. Plan for what happens when the connection drops: reconnect with a growing delay and ask for everything after the last message you saw.
            """,
            ["How do events reach many listeners?", "How does async code serve many connections?", "Which Python framework speaks it well?"],
            "websocket", "ws://", "wss://", "real-time", "bidirectional"),
        new(
            "event",
            """
            In an event-driven system a publisher announces what happened and does not know who listens. Consumers take events from a queue at their own pace, which keeps a slow part from holding up the rest. Expect an event to arrive twice now and then, and make handling it twice harmless.
            """,
            ["How do I push them to browsers with a WebSocket?", "Should I keep them in a database?", "How does async code handle many at once?"],
            "event", "queue", "publisher", "consumer", "event-driven"),
        new(
            "database",
            """
            A database keeps data safe and lets you ask questions about it. **SQLite** is a library that stores everything in one file and is plenty for a single server; PostgreSQL is the natural next step when several machines write at once. Put related changes into one transaction, and add an index for every question you ask often.
            """,
            ["Which Python framework goes well with it?", "How does async code wait without blocking?", "What is an event queue good for?"],
            "database", "sqlite", "sql", "store", "persistence"),
    ];
}
