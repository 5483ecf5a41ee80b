using Confab.Client.Rooms;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Replies;
using Confab.Server.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Confab.Tests.Fanout;

/// <summary>Whenever somebody joins, or comes back, what they are told adds up to what there is: nothing lost, nothing twice.</summary>
public class JoiningTests
{
    static readonly RoomId Room = new("lounge");
    static readonly Author Ada = new(new("ada"), "ada", AuthorKind.User);
    static readonly Author Bot = new(new("bot"), "Bot", AuthorKind.Assistant);

    [Fact]
    public void A_socket_that_joins_at_any_moment_ends_up_with_exactly_what_is_there()
    {
        var steps = Gen.Choose(0, Enum.GetValues<Step>().Length - 1).Select(n => (Step)n).ArrayOf();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60),
            Prop.ForAll(Arb.From(steps, Shorter), all => new World().Play(all)));
    }

    [Fact]
    public void Suggestions_that_were_told_before_the_answer_to_a_join_was_read_are_in_it_or_gone_and_later_ones_come()
    {
        var socket = new Listener(Room);
        Publish("before");
        socket.Subscription.MarkStreams();
        Publish("after");

        socket.Subscription.Welcome(new RoomJoined(new Room(Room, "lounge", RoomKind.Group, Visibility.Public, AssistantMode.All, 1, default, 0, 0), [], [], 0, HasMore: false, []));

        Assert.Equal(["after"], socket.Heard().OfType<SuggestionsEvent>().Select(s => s.Items[0]));

        void Publish(string item)
        {
            var told = EncodedEvent.Of(new SuggestionsEvent(Room, MessageId.New(), [item]));
            socket.Subscription.Deliver([told], told.Frame);
        }
    }

    static IEnumerable<Step[]> Shorter(Step[] steps) => steps.Select((_, left) => steps.Where((_, i) => i != left).ToArray());

    enum Step { Post, Store, StartReply, Grow, EndReply, Subscribe, ReadMessages, ReadStreams, Welcome }

    /// <summary>A room, its running replies, and one socket that joins step by step, as <c>JoinRoom</c> does.</summary>
    sealed class World
    {
        readonly InProcessFanout _fanout = new();
        readonly Listener _socket = new(Room);
        readonly RoomState _seen = new(Room);
        readonly List<Message> _messages = [];
        readonly List<ReplyStream> _running = [];
        long? _after;
        bool _isHearing, _hasJoined, _isJoining;
        List<Message>? _page;
        long _pageRev;
        IReadOnlyList<RunningStream>? _streams;
        int _made, _announced;

        public bool Play(IEnumerable<Step> steps)
        {
            Step[] join = [Step.Subscribe, Step.ReadMessages, Step.ReadStreams, Step.Welcome];
            return steps.Concat(join).Concat([Step.Grow, Step.EndReply, Step.Post]).All(step =>
            {
                Take(step);
                if (_isJoining || !_hasJoined) return true;
                Listen();
                return KnowsEverything();
            });
        }

        // What is stored and not announced yet it may know or not.
        bool KnowsEverything()
        {
            return !_seen.NeedsRejoin
                && _seen.Rev >= _announced
                && _seen.Messages.SequenceEqual(_messages.Take((int)_seen.Rev))
                && Shown().SequenceEqual(_running.Select(r => $"{r.Id} {r.Text} {r.Snapshot()!.Position}").Order());
        }

        IEnumerable<string> Shown() => _seen.Replies.Select(r => $"{r.StreamId} {r.Text} {r.Position}").Order();

        void Take(Step step)
        {
            switch (step)
            {
                case Step.Post:
                    Store(MessageId.New(), Ada, $"m{_made++}");
                    Announce();
                    break;
                case Step.Store:
                    Store(MessageId.New(), Ada, $"m{_made++}");
                    break;
                case Step.StartReply:
                    var stream = new ReplyStream(StreamId.New(), e => _fanout.Publish(Room, EncodedEvent.Of(e)), new ReplyDraft(MessageId.New(), Room, Bot, new("q"), "", null, default));
                    _running.Add(stream);
                    stream.Queued(1, null);
                    stream.Start("model");
                    break;
                case Step.Grow when _running.Count > 0:
                    _running[_made % _running.Count].Grow($"t{_made++} ", 1);
                    break;
                case Step.EndReply when _running.Count > 0:
                    var ending = _running[_made++ % _running.Count];
                    ending.End(new StreamOutcome(StreamEndReason.Stop, new Usage(1, 1), TimeSpan.Zero));
                    Store(ending.Reply!.MessageId, Bot, ending.Text);
                    Announce();
                    _running.Remove(ending);
                    break;
                case Step.Subscribe when !_isJoining:
                    if (_hasJoined) _socket.Subscription.Hold();
                    else if (!_isHearing) _fanout.Subscribe(_socket.Subscription);
                    (_isHearing, _isJoining) = (true, true);
                    break;
                case Step.ReadMessages when _isJoining && _page is null:
                    // What the client knows is fixed when it asks, before anything of this join reaches it.
                    Listen();
                    _after = _hasJoined ? _seen.Rev : null;
                    _page = [.. _messages.Where(m => m.Rev > (_after ?? 0))];
                    _pageRev = _messages.Count;
                    break;
                case Step.ReadStreams when _page is not null:
                    _socket.Subscription.MarkStreams();
                    _streams = [.. _running.Select(r => r.Snapshot()!)];
                    break;
                case Step.Welcome when _streams is not null:
                    _socket.Subscription.Welcome(new RoomJoined(
                        new(Room, "lounge", RoomKind.Group, Visibility.Public, AssistantMode.Mention, 1, default, _pageRev, _pageRev), [], _page!, _pageRev, false, _streams));
                    Listen();
                    (_hasJoined, _isJoining, _page, _streams) = (true, false, null, null);
                    break;
            }
        }

        void Store(MessageId id, Author author, string content)
        {
            var number = _messages.Count + 1;
            _messages.Add(new(id, Room, number, number, author, content, default, MessageStatus.Complete));
        }

        /// <summary>As the append loop does: what was stored meanwhile leaves together.</summary>
        void Announce()
        {
            _fanout.Publish(Room, [.. _messages.Skip(_announced).Select(m => EncodedEvent.Of(new MessageEvent(m)))]);
            _announced = _messages.Count;
        }

        void Listen()
        {
            foreach (var frame in _socket.Heard())
            {
                if (frame is RoomJoined joined) _seen.Enter(joined, _after);
                else Hear(frame);
            }
        }

        void Hear(ServerFrame frame)
        {
            // The fold forgives what comes twice; a welcome must not need that.
            if (frame is MessageEvent m && _hasJoined && m.Message.Rev <= _seen.Rev) throw new InvalidOperationException($"rev {m.Message.Rev} came again");
            _seen.Apply(frame);
        }
    }
}
