using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

/// <summary>What was wrong with one request. The connection stays open.</summary>
[JsonConverter(typeof(WireEnumConverter<ErrorCode>))]
public enum ErrorCode
{
    /// <summary>The frame is no JSON object with a string <c>type</c>.</summary>
    BadJson,
    /// <summary>No request has this type.</summary>
    UnknownType,
    /// <summary>A field is missing, of the wrong type, or out of its limits; <c>field</c> names it.</summary>
    BadRequest,
    /// <summary>Everything but <c>hello</c> and <c>ping</c> needs a <c>hello</c> first.</summary>
    NotSignedIn,
    /// <summary>This socket has said <c>hello</c> already.</summary>
    AlreadySignedIn,
    /// <summary>Somebody has this name; only their token opens it.</summary>
    NameTaken,
    /// <summary>The token is unknown or was withdrawn. The socket closes with 4501.</summary>
    BadToken,
    /// <summary>There is no such room, or not for you.</summary>
    UnknownRoom,
    /// <summary>Join the room first.</summary>
    NotAMember,
    /// <summary>There is no such message in this room.</summary>
    UnknownMessage,
    /// <summary>This message id belongs to another message.</summary>
    IdTaken,
    /// <summary>No running stream of yours, or of a room of yours, has this id.</summary>
    UnknownStream,
    UnknownModel,
    /// <summary>You have no such job.</summary>
    UnknownJob,
    /// <summary>There is no such assistant, or not in this room.</summary>
    UnknownAssistant,
    /// <summary>You have no such memory.</summary>
    UnknownMemory,
    /// <summary>Nobody here has this name or id.</summary>
    UnknownUser,
    /// <summary>There is no such file, or not for you.</summary>
    UnknownFile,
    /// <summary>Your role in the room, or the operator, does not allow it.</summary>
    NotAllowed,
    /// <summary>You cannot write in this room for now; <c>retryAfterMs</c> says until when.</summary>
    Muted,
    /// <summary>The room is archived: nothing in it changes any more.</summary>
    Archived,
    /// <summary>The room has as many members as it takes.</summary>
    RoomFull,
    /// <summary>The message has a word that this room does not take.</summary>
    WordNotAllowed,
    /// <summary>The file is larger than is taken, or there is no room for it.</summary>
    TooLarge,
    /// <summary>Somebody is using it now.</summary>
    InUse,
    /// <summary>The model cannot be loaded, unloaded or removed; the message says why.</summary>
    CannotLoad,
    /// <summary>Too many requests; <c>retryAfterMs</c> says when to come back.</summary>
    RateLimited,
    /// <summary>A bounded queue is full; try again later.</summary>
    Busy,
    /// <summary>The stream was stopped before it started.</summary>
    Cancelled,
    /// <summary>The server is going down; reconnect and try again.</summary>
    ShuttingDown,
    /// <summary>A fault of the server; it is in the server's log.</summary>
    Internal,
}
