-- What a room of kind chat has besides a room's own. Apart from it, because a room's row is written with every message.
create table chat_sessions (
    room_id       text primary key references rooms(id) on delete cascade,
    is_guests     integer not null,
    system_prompt text
) without rowid;
