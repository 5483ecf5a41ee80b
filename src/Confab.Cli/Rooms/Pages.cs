using Confab.Protocol;

namespace Confab.Cli.Rooms;

static class Pages
{
    /// <summary>The newest message that a joined room shows; 0 where there is none.</summary>
    public static long NewestSeq(this RoomJoined joined) => joined.Messages is [.., var newest] ? newest.Seq : 0;
}
