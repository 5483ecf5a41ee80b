using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>How far a message of one's own has come, in a few words: sent, delivered, or read and by whom.</summary>
static class ReceiptMark
{
    const int MostNames = 3;

    public static string Of(Message message, RoomPane pane)
    {
        var others = pane.State.Members.Where(member => member.Kind == AuthorKind.User && member.Id != pane.Me.Id).ToList();
        if (others.Count == 0) return "✓ sent";
        var cursors = pane.State.Receipts.ToDictionary(cursor => cursor.MemberId);
        var readers = others.Where(other => cursors.GetValueOrDefault(other.Id)?.ReadSeq >= message.Seq).Select(other => SafeText.CleanLine(other.Name)).ToList();
        if (readers.Count > 0) return "✓✓ " + Readers(readers, others.Count);
        return others.Any(other => cursors.GetValueOrDefault(other.Id)?.DeliveredSeq >= message.Seq) ? "✓✓ delivered" : "✓ sent";
    }

    static string Readers(List<string> names, int others)
    {
        if (others == 1) return "read";
        if (names.Count == others) return "read by all";
        var named = string.Join(", ", names.Take(MostNames));
        return names.Count > MostNames ? $"read by {named} and {names.Count - MostNames} more" : $"read by {named}";
    }
}
