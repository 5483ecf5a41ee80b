using System.Diagnostics;
using System.Globalization;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Operations;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Stats;

/// <summary>
/// <c>GET /api/rooms/{id}/stats</c> for those who keep order in a room, <c>GET /api/stats</c> for the operator. What was said since
/// the last time is counted first, a little at a time, because counting waits in the same line as whoever writes.
/// </summary>
sealed class ReadStats(IStatStore store, RoomAccess access, Callers callers, OperatorRights operators, TimeProvider clock)
{
    const int Batch = 1000, MostDays = 366, UsualDays = 30;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IResult> OfRoomAsync(HttpContext http, string id)
    {
        var user = await callers.RequireUserAsync(http);
        var room = new RoomId(id);
        await access.RequireAsync(user.Id, room, RoomRight.ReadModeration, http.RequestAborted);
        return await AnswerAsync(http, room);
    }

    public async Task<IResult> OfAllAsync(HttpContext http)
    {
        await callers.IdentifyAsync(http);
        operators.Require("the server's figures are read");
        return await AnswerAsync(http, room: null);
    }

    async Task<IResult> AnswerAsync(HttpContext http, RoomId? room)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var from = today.AddDays(1 - DaysOf(http.Request.Query));
        var isComplete = await CountAsync(http.RequestAborted);
        var busy = (await store.ReadDaysAsync(room, from, http.RequestAborted)).ToDictionary(d => d.Day);
        var totals = await store.ReadTotalsAsync(room, from, http.RequestAborted);
        var days = Enumerable.Range(from.DayNumber, today.DayNumber - from.DayNumber + 1).Select(DateOnly.FromDayNumber)
            .Select(day => busy.GetValueOrDefault(day) ?? new DayStats(day, 0, 0, 0, 0, 0, 0, null, 0, 0));
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new StatAnswer([.. days], totals, isComplete), StatJson.Default.StatAnswer);
    }

    async Task<bool> CountAsync(CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        while (await store.CountAsync(Batch))
        {
            stop.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(started) > Patience) return false;
        }
        return true;
    }

    static int DaysOf(IQueryCollection fields)
    {
        if (fields["days"].ToString() is not { Length: > 0 } text) return UsualDays;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays
            ? days
            : throw new RequestRefused(ErrorCode.BadRequest, $"\"days\" is a number from 1 to {MostDays}", "days");
    }
}
