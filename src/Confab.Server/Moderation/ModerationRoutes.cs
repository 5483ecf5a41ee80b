using System.Globalization;
using System.Text.Encodings.Web;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Moderation;

/// <summary>What keeps order in a room, for its moderators; the audit log for its owner.</summary>
public static class ModerationRoutes
{
    const int MostReports = 200;

    static readonly ModerationJson Json = new(new(ModerationJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void MapModeration(this RouteGroupBuilder api)
    {
        api.MapGet("/api/rooms/{id}/words", async (string id, HttpContext http, RoomCaller caller, IModerationStore moderation) =>
        {
            var (room, _) = await caller.RequireAsync(http, id, RoomRight.ReadModeration);
            return Results.Json(new WordsBody(await moderation.ReadWordsAsync(room, http.RequestAborted)), Json.WordsBody);
        });
        api.MapPut("/api/rooms/{id}/words", async (string id, HttpContext http, RoomCaller caller, ChangeWords change) =>
        {
            var (room, user) = await caller.RequireAsync(http, id, RoomRight.ReadModeration);
            return Results.Json(await change.HandleAsync(room, user, await JsonBody.ReadAsync(http, Json.WordsBody)), Json.WordsBody);
        });
        api.MapGet("/api/rooms/{id}/reports", async (string id, HttpContext http, RoomCaller caller, IModerationStore moderation) =>
        {
            var (room, _) = await caller.RequireAsync(http, id, RoomRight.ReadModeration);
            var reports = await moderation.ReadReportsAsync(room, MostReports, http.RequestAborted);
            return Results.Json(new ReportsAnswer([.. reports.Select(ReportAnswer.Of)]), Json.ReportsAnswer);
        });
        api.MapPost("/api/rooms/{id}/reports/{reportId}/settle", async (string id, string reportId, HttpContext http, RoomCaller caller, IModerationStore moderation, TimeProvider clock) =>
        {
            var (room, user) = await caller.RequireAsync(http, id, RoomRight.ReadModeration);
            var settled = long.TryParse(reportId, NumberStyles.None, CultureInfo.InvariantCulture, out var report)
                ? await moderation.SettleReportAsync(report, new(room, user, AuditActions.Settle, reportId, null, clock.GetUtcNow()))
                : null;
            if (settled is null) throw new RequestRefused(ErrorCode.UnknownMessage, "the room has no such report", "reportId");
            return Results.Json(ReportAnswer.Of(settled), Json.ReportAnswer);
        });
        api.MapGet("/api/rooms/{id}/bans", async (string id, HttpContext http, RoomCaller caller, IModerationStore moderation) =>
        {
            var (room, _) = await caller.RequireAsync(http, id, RoomRight.ReadModeration);
            var bans = await moderation.ReadBansAsync(room, http.RequestAborted);
            return Results.Json(new BansAnswer([.. bans.Select(b => new BannedUser(b.User.Id, b.User.Name, b.BannedAt))]), Json.BansAnswer);
        });
        api.MapGet("/api/rooms/{id}/audit", async (string id, HttpContext http, RoomCaller caller, IModerationStore moderation) =>
        {
            var (room, _) = await caller.RequireAsync(http, id, RoomRight.ReadAudit);
            var query = http.Request.Query;
            var limit = (int)(query.NumberOf("limit", 1, Limits.MaxPage) ?? Limits.DefaultPage);
            var entries = await moderation.ReadAuditAsync(room, query.NumberOf("before", 1, long.MaxValue), limit + 1, http.RequestAborted);
            return Results.Json(new AuditPage([.. entries.Take(limit).Select(AuditAnswer.Of)], entries.Count > limit), Json.AuditPage);
        });
    }
}
