using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Writes reactions and likes; <see cref="MessageMarks"/> reads them.</summary>
sealed class SqliteMarks(SqliteConnection connection)
{
    readonly SqliteCommand _react = connection.Prepared(
        "insert into reactions (message_id, emoji, user_id, created_at) values ($message, $emoji, $user, $at) on conflict do nothing",
        "$message", "$emoji", "$user", "$at");
    readonly SqliteCommand _unreact = connection.Prepared(
        "delete from reactions where message_id = $message and emoji = $emoji and user_id = $user", "$message", "$emoji", "$user");
    readonly SqliteCommand _rated = connection.Prepared("select rating from feedback where message_id = $message and user_id = $user", "$message", "$user");
    readonly SqliteCommand _rate = connection.Prepared(
        """
        insert into feedback (message_id, user_id, rating, comment, created_at) values ($message, $user, $rating, $comment, $at)
        on conflict (message_id, user_id) do update set rating = excluded.rating, comment = excluded.comment,
            created_at = iif(rating = excluded.rating, created_at, excluded.created_at)
        """, "$message", "$user", "$rating", "$comment", "$at");
    readonly SqliteCommand _unrate = connection.Prepared("delete from feedback where message_id = $message and user_id = $user", "$message", "$user");
    readonly SqliteCommand _dropReactions = connection.Prepared("delete from reactions where message_id = $message", "$message");
    readonly SqliteCommand _dropFeedback = connection.Prepared("delete from feedback where message_id = $message", "$message");

    /// <summary>Whether that changed what people see.</summary>
    public bool Put(React react) => 1 == (react.On
        ? _react.With(react.Id.Value, react.Emoji, react.By.Value, react.At.ToUnixTimeMilliseconds()).ExecuteNonQuery()
        : _unreact.With(react.Id.Value, react.Emoji, react.By.Value).ExecuteNonQuery());

    /// <summary>Whether that changed what people see: a comment they do not.</summary>
    public bool Put(Rate rate)
    {
        var before = _rated.With(rate.Id.Value, rate.By.Value).ExecuteScalar() as string;
        var now = rate.Rating?.Word();
        if (now is null) _unrate.With(rate.Id.Value, rate.By.Value).ExecuteNonQuery();
        else _rate.With(rate.Id.Value, rate.By.Value, now, rate.Comment, rate.At.ToUnixTimeMilliseconds()).ExecuteNonQuery();
        return before != now;
    }

    public void Drop(Message message)
    {
        if (message.Reactions is not null) _dropReactions.With(message.Id.Value).ExecuteNonQuery();
        if (message.Feedback is not null) _dropFeedback.With(message.Id.Value).ExecuteNonQuery();
    }
}
