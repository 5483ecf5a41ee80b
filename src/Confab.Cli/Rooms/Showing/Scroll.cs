using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>
/// What a talk shows, from the top: messages, and notes between them. The end of it, as much as the screen holds, stays alive,
/// so a message that is edited, deleted or reacted to changes where it stands. What has gone off the top is final and
/// belongs to the terminal's own history.
/// </summary>
/// <param name="talk">What is shown.</param>
/// <param name="context">How many messages that were read already are shown at first.</param>
sealed class Scroll(Talk talk, int context)
{
    readonly List<Entry> _entries = [];
    readonly MessageRows _rows = new(talk.Pane);
    bool _hasBegun;
    long _newest;
    long _final;
    Message? _lastFinal;
    bool _goesOnAfterFinal;

    public Talk Talk => talk;

    /// <summary>The newest message that stands here; 0 before the first.</summary>
    public long Newest => _newest;

    /// <summary>Whether a message has gone off the top, so that it can change here no more.</summary>
    public bool IsFinal(long seq) => seq <= _final;

    /// <summary>Whether one of those in the place of this message can change here.</summary>
    public bool Has(Message message) => talk.Branches.VariantsOf(message).Any(variant => _entries.Exists(entry => entry.Seq == variant.Seq));

    /// <summary>Rows between messages, made when the width is known.</summary>
    /// <param name="rows">Makes them.</param>
    /// <param name="about">Rows about the same as those right above them take their place.</param>
    public void Add(Func<int, IEnumerable<string>> rows, string? about = null)
    {
        if (about is not null && _entries is [.., var last] && last.About == about) _entries.Remove(last);
        _entries.Add(new Entry(0, rows) { About = about });
    }

    /// <summary>A server that went back to an older copy of its data numbers on from there: those messages are new.</summary>
    public void GoBackTo(long seq)
    {
        _newest = Math.Min(_newest, seq);
        _entries.RemoveAll(entry => entry.Seq > seq);
        if (_lastFinal?.Seq > seq) _lastFinal = null;
        _final = Math.Min(_final, seq);
    }

    /// <summary>Lays everything out.</summary>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Rows there are for what stays alive.</param>
    /// <returns>What has gone off the top since the last time, and what is alive.</returns>
    public (IReadOnlyList<string> Final, IReadOnlyList<string> Alive) Lay(int width, int height)
    {
        Take();
        var rows = LayEntries(width, isFinal: false);
        var left = rows.Sum(of => of.Count);
        var gone = 0;
        while (left > height) left -= rows[gone++].Count;
        var final = Finish(gone, width);
        return (final, [.. rows.Skip(gone).SelectMany(of => of)]);
    }

    /// <summary>Another talk takes its place: all of it is final.</summary>
    public IReadOnlyList<string> Leave(int width)
    {
        Take();
        return Finish(_entries.Count, width);
    }

    // In order and once; what is missing after a gap is waited for: the connection is catching up with it.
    void Take()
    {
        if (!_hasBegun) Begin();
        foreach (var message in talk.Said.TakeWhile(message => message.Seq > _newest).Reverse().ToList())
        {
            if (_newest > 0 && talk.Thread is null && talk.Pane.State.NeedsRejoin && !IsNext(message.Seq)) return;
            _newest = message.Seq;
            if (!HasPlace(message)) _entries.Add(new Entry(message.Seq, null));
        }
    }

    // Another variant shows where the first of them stands, for as long as that is on the screen; in a chat it begins a branch.
    bool HasPlace(Message message) => message.VariantOf is not null && !talk.IsChat && Has(message);

    bool IsNext(long seq)
    {
        for (var between = _newest + 1; between < seq; between++)
            if (talk.Pane.State.Find(between) is null) return false;
        return true;
    }

    void Begin()
    {
        if (talk.Thread is not null || talk.Pane.State.Room is null)
        {
            _hasBegun = talk.Thread is not null;
            return;
        }
        _hasBegun = true;
        var me = talk.Pane.Me.Id;
        var read = talk.Pane.State.Receipts.FirstOrDefault(cursor => cursor.MemberId == me)?.ReadSeq;
        var unread = talk.Backwards.TakeWhile(message => message.Seq > read && message.Author.Id != me).Count();
        var shown = talk.Places.Take(unread + context).Reverse().ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            if (unread > 0 && i == shown.Count - unread && i > 0) Add(width => ["", Speech.Rule(Style.Warning($"{unread} new"), "", width - 1)]);
            _entries.Add(new Entry(shown[i].Key, null));
        }
        _newest = talk.Said.FirstOrDefault()?.Seq ?? 0;
    }

    List<IReadOnlyList<string>> LayEntries(int width, bool isFinal)
    {
        var (previous, goesOn) = (_lastFinal, _goesOnAfterFinal);
        var marked = isFinal ? null : talk.Backwards.FirstOrDefault(message => message.Author.Id == talk.Pane.Me.Id && message.DeletedAt is null);
        var all = new List<IReadOnlyList<string>>(_entries.Count);
        foreach (var entry in _entries)
        {
            if (entry.Rows is not null)
            {
                all.Add(entry.Keep((null, null, false, width, ""), () => entry.Rows(width)));
                goesOn = false;
                continue;
            }
            if (talk.Shown(entry.Seq) is not { } message)
            {
                all.Add([]);
                continue;
            }
            var (before, together) = (previous, goesOn);
            var footer = Footer(message, marked);
            all.Add(entry.Keep((message, before, together, width, footer.Key), () => _rows.Of(message, before, together, width, footer.Mark)));
            (previous, goesOn) = (message, message.Author.Kind != AuthorKind.System);
        }
        return all;
    }

    (string Mark, string Key) Footer(Message message, Message? marked)
    {
        var mark = message == marked ? ReceiptMark.Of(message, talk.Pane) : "";
        var threads = message.Thread is null ? 0 : talk.Pane.State.Threads.FirstOrDefault(thread => thread.ThreadId == message.Id)?.Unread ?? 0;
        return (mark, $"{mark} {threads} {talk.Branches.VariantsOf(message).Count}");
    }

    List<string> Finish(int count, int width)
    {
        if (count == 0) return [];
        // How far a message had come when it went off the top would be wrong soon.
        List<string> rows = [.. LayEntries(width, isFinal: true).Take(count).SelectMany(of => of)];
        foreach (var entry in _entries.Take(count))
        {
            _goesOnAfterFinal = entry.Rows is null;
            _final = Math.Max(_final, entry.Seq);
            if (talk.Shown(entry.Seq) is { } message) _lastFinal = message;
        }
        _entries.RemoveRange(0, count);
        return rows;
    }

    /// <param name="seq">Of a message; 0 for rows of something else.</param>
    sealed class Entry(long seq, Func<int, IEnumerable<string>>? rows)
    {
        (Message? Message, Message? Before, bool Together, int Width, string Key)? _of;
        IReadOnlyList<string> _kept = [];

        public long Seq => seq;

        public string? About { get; init; }

        public Func<int, IEnumerable<string>>? Rows => rows;

        public IReadOnlyList<string> Keep((Message?, Message?, bool, int, string) of, Func<IEnumerable<string>> make)
        {
            // Told apart by what they are, not by what is in them: thirty times a second for each message on the screen.
            if (_of is { } kept && ReferenceEquals(kept.Message, of.Item1) && ReferenceEquals(kept.Before, of.Item2)
                && (kept.Together, kept.Width, kept.Key) == (of.Item3, of.Item4, of.Item5)) return _kept;
            _of = of;
            // A row that the terminal broke by itself would be counted as one.
            var width = of.Item4;
            return _kept = [.. make().SelectMany(row => TextWidth.Of(row) <= width ? [row] : Wrapping.Rows(row, width - 1))];
        }
    }
}
