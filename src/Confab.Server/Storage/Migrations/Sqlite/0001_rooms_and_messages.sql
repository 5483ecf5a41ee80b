create table users (
    id         text primary key,
    name       text not null,
    name_key   text not null unique,
    created_at integer not null,
    last_seen  integer not null
) without rowid;

create table sessions (
    token_hash blob primary key,
    user_id    text not null references users(id) on delete cascade,
    created_at integer not null
) without rowid;

create index sessions_by_user on sessions(user_id);

create table rooms (
    id             text primary key,
    name           text not null,
    kind           text not null,
    visibility     text not null,
    assistant_mode text not null,
    created_at     integer not null,
    user_count     integer not null default 0,
    seq            integer not null default 0,
    rev            integer not null default 0
) without rowid;

create table participants (
    room_id   text not null references rooms(id) on delete cascade,
    user_id   text not null references users(id) on delete cascade,
    joined_at integer not null,
    primary key (room_id, user_id)
) without rowid;

create index participants_by_user on participants(user_id);

create table messages (
    room_id     text not null references rooms(id) on delete cascade,
    seq         integer not null,
    rev         integer not null,
    id          text not null unique,
    author_id   text not null,
    author_name text not null,
    author_kind text not null,
    content     text not null,
    parent_id   text,
    status      text not null,
    generation  text,
    created_at  integer not null,
    primary key (room_id, seq)
) without rowid;

create index messages_by_rev on messages(room_id, rev);

-- Replies that were asked for and have not become messages yet: what is found here at start was cut off.
create table reply_drafts (
    message_id  text primary key,
    room_id     text not null references rooms(id) on delete cascade,
    author_id   text not null,
    author_name text not null,
    parent_id   text not null,
    content     text not null,
    model       text,
    created_at  integer not null
) without rowid;
