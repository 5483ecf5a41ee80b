-- Rooms: settings, and what is counted in them.
alter table rooms add column version integer not null default 0;
alter table rooms add column first_seq integer not null default 1;
alter table rooms add column place integer not null default 0;
alter table rooms add column context_seq integer not null default 0;
alter table rooms add column topic text;
alter table rooms add column uploads integer not null default 1;
alter table rooms add column history_days integer;
alter table rooms add column max_users integer;
alter table rooms add column slow_mode_seconds integer;
alter table rooms add column archived_at integer;
alter table rooms add column is_temporary integer not null default 0;

-- Members: what they are. A version that grows with each change tells the newer of two answers.
alter table participants add column role text not null default 'member';
alter table participants add column muted_until integer;
alter table participants add column version integer not null default 0;

-- A room with people in it has an owner: who came first.
update participants set role = 'owner'
where user_id = (select p.user_id from participants p where p.room_id = participants.room_id order by p.joined_at, p.user_id limit 1);

create table bans (
    room_id   text not null references rooms(id) on delete cascade,
    user_id   text not null references users(id) on delete cascade,
    banned_at integer not null,
    primary key (room_id, user_id)
) without rowid;

-- The one direct room of two people; user_a is the lesser id.
create table direct_rooms (
    user_a  text not null references users(id) on delete cascade,
    user_b  text not null references users(id) on delete cascade,
    room_id text not null unique references rooms(id) on delete cascade,
    primary key (user_a, user_b)
) without rowid;

-- Messages get a number over all rooms, doc: the full-text index knows them by it, and what is counted goes by it.
-- place counts what makes a room unread: messages of people and assistants that stand in the room itself, not in a thread.
create table numbered_messages (
    doc            integer primary key autoincrement,
    room_id        text not null references rooms(id) on delete cascade,
    seq            integer not null,
    rev            integer not null,
    place          integer not null,
    id             text not null unique,
    author_id      text not null,
    author_name    text not null,
    author_kind    text not null,
    content        text not null,
    parent_id      text,
    thread_id      text,
    status         text not null,
    generation     text,
    attachments    text,
    thread_replies integer not null default 0,
    thread_seq     integer,
    thread_at      integer,
    has_reactions  integer not null default 0,
    has_feedback   integer not null default 0,
    created_at     integer not null,
    edited_at      integer,
    deleted_at     integer
);

insert into numbered_messages (room_id, seq, rev, place, id, author_id, author_name, author_kind, content, parent_id, status, generation, created_at)
select room_id, seq, rev, seq, id, author_id, author_name, author_kind, content, parent_id, status, generation, created_at
from messages order by created_at, room_id, seq;
update rooms set place = seq;

drop table messages;
alter table numbered_messages rename to messages;
create unique index messages_by_seq on messages(room_id, seq);
create index messages_by_rev on messages(room_id, rev);
create index messages_by_thread on messages(thread_id, seq) where thread_id is not null;

-- A reply that was asked for in a thread is written there.
alter table reply_drafts add column thread_id text;

-- Which threads somebody takes part in, and how far each was read.
create table thread_cursors (
    room_id   text not null references rooms(id) on delete cascade,
    user_id   text not null references users(id) on delete cascade,
    thread_id text not null references messages(id) on delete cascade,
    read_seq  integer not null,
    primary key (room_id, user_id, thread_id)
) without rowid;

create index thread_cursors_by_thread on thread_cursors(thread_id);

-- One cursor per member and room, people and assistants alike.
create table cursors (
    room_id       text not null references rooms(id) on delete cascade,
    member_id     text not null,
    delivered_seq integer not null,
    read_seq      integer not null,
    primary key (room_id, member_id)
) without rowid;

-- What was said before there were cursors counts as read.
insert into cursors (room_id, member_id, delivered_seq, read_seq)
select p.room_id, p.user_id, r.seq, r.seq from participants p join rooms r on r.id = p.room_id;

-- However somebody becomes a member, they begin at what is newest then; whoever leaves has come nowhere.
create trigger cursor_begins after insert on participants begin
    insert into cursors (room_id, member_id, delivered_seq, read_seq)
    select id, new.user_id, seq, seq from rooms where id = new.room_id
    on conflict (room_id, member_id) do update set delivered_seq = excluded.delivered_seq, read_seq = excluded.read_seq;
end;

create trigger cursor_ends after delete on participants begin
    delete from cursors where room_id = old.room_id and member_id = old.user_id;
    delete from thread_cursors where room_id = old.room_id and user_id = old.user_id;
end;

-- Who is named in which message.
create table mentions (
    room_id text not null references rooms(id) on delete cascade,
    user_id text not null references users(id) on delete cascade,
    seq     integer not null,
    primary key (room_id, user_id, seq)
) without rowid;

create index mentions_by_message on mentions(room_id, seq);

create table reactions (
    message_id text not null references messages(id) on delete cascade,
    emoji      text not null,
    user_id    text not null references users(id) on delete cascade,
    created_at integer not null,
    primary key (message_id, emoji, user_id)
) without rowid;

create table feedback (
    message_id text not null references messages(id) on delete cascade,
    user_id    text not null references users(id) on delete cascade,
    rating     text not null,
    comment    text,
    created_at integer not null,
    primary key (message_id, user_id)
) without rowid;

-- Files. Without a message for a day they are dropped.
create table attachments (
    id            text primary key,
    room_id       text not null references rooms(id) on delete cascade,
    user_id       text not null references users(id) on delete cascade,
    message_id    text references messages(id) on delete cascade,
    name          text not null,
    type          text not null,
    size          integer not null,
    width         integer,
    height        integer,
    has_thumbnail integer not null default 0,
    created_at    integer not null
) without rowid;

create index attachments_by_room on attachments(room_id);
create index attachments_by_message on attachments(message_id) where message_id is not null;
create index attachments_by_user on attachments(user_id);

-- Moderation.
create table room_words (
    room_id text not null references rooms(id) on delete cascade,
    word    text not null,
    primary key (room_id, word)
) without rowid;

create table reports (
    id         integer primary key,
    room_id    text not null references rooms(id) on delete cascade,
    message_id text not null references messages(id) on delete cascade,
    user_id    text not null references users(id) on delete cascade,
    user_name  text not null,
    reason     text not null,
    created_at integer not null,
    settled_at integer,
    settled_by text
);

create index reports_by_room on reports(room_id, id);

create table audit_log (
    id         integer primary key,
    room_id    text not null references rooms(id) on delete cascade,
    actor_id   text not null,
    actor_name text not null,
    action     text not null,
    target     text,
    detail     text,
    created_at integer not null
);

create index audit_log_by_room on audit_log(room_id, id);

-- Full text: what was said, the names of its files and, as words of a column of its own, where, by whom and of what kind. The
-- triggers keep it in the same transaction, whatever changes a message; what they take out must be, to the letter, what they put
-- in, so their expressions are the same. Ids are written as hex, because a word has only letters and digits. Without sizes of
-- columns, which only ranking needs, and without an index of beginnings, which costs each message a quarter more.
create virtual table message_index using fts5(content, tags, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2');

insert into message_index (rowid, content, tags)
    select doc,
        case when attachments is null then content
            else content || ifnull((select ' ' || group_concat(json_extract(value, '$.name'), ' ') from json_each(attachments)), '') end,
        'r' || hex(room_id) || ' a' || hex(author_id) || ' k' || author_kind
            || case when thread_id is null then '' else ' inthread' end
            || case when attachments is null then '' else ' hasfile' end
    from messages where deleted_at is null;

create trigger message_index_insert after insert on messages when new.deleted_at is null begin
    insert into message_index (rowid, content, tags) values (new.doc,
        case when new.attachments is null then new.content
            else new.content || ifnull((select ' ' || group_concat(json_extract(value, '$.name'), ' ') from json_each(new.attachments)), '') end,
        'r' || hex(new.room_id) || ' a' || hex(new.author_id) || ' k' || new.author_kind
            || case when new.thread_id is null then '' else ' inthread' end
            || case when new.attachments is null then '' else ' hasfile' end);
end;

create trigger message_index_before_update before update of content, attachments, thread_id, deleted_at on messages when old.deleted_at is null begin
    insert into message_index (message_index, rowid, content, tags) values ('delete', old.doc,
        case when old.attachments is null then old.content
            else old.content || ifnull((select ' ' || group_concat(json_extract(value, '$.name'), ' ') from json_each(old.attachments)), '') end,
        'r' || hex(old.room_id) || ' a' || hex(old.author_id) || ' k' || old.author_kind
            || case when old.thread_id is null then '' else ' inthread' end
            || case when old.attachments is null then '' else ' hasfile' end);
end;

create trigger message_index_after_update after update of content, attachments, thread_id, deleted_at on messages when new.deleted_at is null begin
    insert into message_index (rowid, content, tags) values (new.doc,
        case when new.attachments is null then new.content
            else new.content || ifnull((select ' ' || group_concat(json_extract(value, '$.name'), ' ') from json_each(new.attachments)), '') end,
        'r' || hex(new.room_id) || ' a' || hex(new.author_id) || ' k' || new.author_kind
            || case when new.thread_id is null then '' else ' inthread' end
            || case when new.attachments is null then '' else ' hasfile' end);
end;

create trigger message_index_delete before delete on messages when old.deleted_at is null begin
    insert into message_index (message_index, rowid, content, tags) values ('delete', old.doc,
        case when old.attachments is null then old.content
            else old.content || ifnull((select ' ' || group_concat(json_extract(value, '$.name'), ' ') from json_each(old.attachments)), '') end,
        'r' || hex(old.room_id) || ' a' || hex(old.author_id) || ' k' || old.author_kind
            || case when old.thread_id is null then '' else ' inthread' end
            || case when old.attachments is null then '' else ' hasfile' end);
end;

-- Counted by day: days are whole UTC days since 1970-01-01. Everything up to stat_progress.doc is in them.
create table stat_progress (doc integer not null);
insert into stat_progress values (0);

create table room_days (
    room_id           text not null references rooms(id) on delete cascade,
    day               integer not null,
    messages          integer not null default 0,
    answers           integer not null default 0,
    failures          integer not null default 0,
    prompt_tokens     integer not null default 0,
    completion_tokens integer not null default 0,
    first_token_ms    real not null default 0,
    first_tokens      integer not null default 0,
    primary key (room_id, day)
) without rowid;

create table room_day_people (
    room_id text not null references rooms(id) on delete cascade,
    day     integer not null,
    user_id text not null,
    primary key (room_id, day, user_id)
) without rowid;
