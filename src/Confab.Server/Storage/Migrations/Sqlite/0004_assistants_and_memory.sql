-- Assistants that people made; those of files are not here. The body is the same text as a file's: front matter and instructions.
create table assistants (
    id         text primary key,
    owner_id   text not null references users(id) on delete cascade,
    handle_key text not null unique,
    body       text not null,
    created_at integer not null,
    updated_at integer not null
) without rowid;

create index assistants_by_owner on assistants(owner_id);

-- Which assistants are in a room: a JSON list of ids, with the room because every message asks for it.
alter table rooms add column assistants text not null default '["assistant:aibot"]';
alter table rooms add column memory integer not null default 1;
-- The tool servers that assistants may use there: a JSON list of names.
alter table rooms add column tools text;

-- Branches.
alter table messages add column variant_of text;
alter table messages add column after_id text;
create index messages_by_variant on messages(variant_of) where variant_of is not null;
alter table reply_drafts add column variant_of text;

-- What older turns are replaced by in a prompt: of the room itself, or of one thread. It ends at until_id, which tells of which branch it is.
create table summaries (
    id         integer primary key,
    room_id    text not null references rooms(id) on delete cascade,
    thread_id  text,
    from_seq   integer not null,
    until_seq  integer not null,
    until_id   text not null,
    content    text not null,
    model      text not null,
    created_at integer not null
);

create index summaries_by_room on summaries(room_id, thread_id, until_seq);

-- What an assistant was shown for an answer, part by part. A message of the room is not written again: its text is taken from the
-- message, as long as that has the same words.
create table prompts (
    message_id     text primary key references messages(id) on delete cascade,
    model          text not null,
    context_length integer not null,
    budget         integer not null,
    tokens         integer not null,
    left_out       integer not null,
    created_at     integer not null
) without rowid;

create table prompt_parts (
    message_id        text not null references prompts(message_id) on delete cascade,
    ordinal           integer not null,
    kind              text not null,
    title             text,
    content           text,
    tokens            integer not null,
    source_message_id text,
    source_memory_id  text,
    summary_id        integer,
    source_file       text,
    line_from         integer,
    line_to           integer,
    primary key (message_id, ordinal)
) without rowid;

create index prompt_parts_by_message on prompt_parts(source_message_id) where source_message_id is not null;
create index prompt_parts_by_memory on prompt_parts(source_memory_id) where source_memory_id is not null;
create index prompt_parts_by_summary on prompt_parts(summary_id) where summary_id is not null;

-- A summary holds what was said: when one of its messages is edited or deleted it goes, and with it its text in every prompt.
create trigger summaries_forget after update of content, deleted_at on messages begin
    delete from summaries where room_id = new.room_id and from_seq <= new.seq and until_seq >= new.seq;
end;

create trigger summaries_drop after delete on messages begin
    delete from summaries where room_id = old.room_id and from_seq <= old.seq and until_seq >= old.seq;
end;

create trigger prompt_parts_forget_summary after delete on summaries begin
    update prompt_parts set content = null where summary_id = old.id;
end;

-- With an answer goes what was shown for it, with a message what was read of its files.
create trigger prompts_forget after update of deleted_at on messages when new.deleted_at is not null begin
    delete from prompts where message_id = new.id;
    update prompt_parts set content = null where source_message_id = new.id;
end;

-- What an assistant keeps. user_id: whom it is about. scope: private (user_id alone may see it), room (who reads room_id), user (wherever
-- user_id takes part, by their own choice).
create table memories (
    doc               integer primary key autoincrement,
    id                text not null unique,
    assistant_id      text not null,
    tier              text not null,
    scope             text not null,
    user_id           text references users(id) on delete cascade,
    room_id           text references rooms(id) on delete cascade,
    said_by           text,
    topic             text,
    content           text not null,
    importance        integer,
    confidence        real not null,
    source_message_id text,
    source_room_id    text,
    created_at        integer not null,
    updated_at        integer not null,
    last_used_at      integer,
    uses              integer not null default 0,
    embedding         blob,
    embedding_model   text
);

create index memories_by_user on memories(user_id, assistant_id, tier) where user_id is not null;
create index memories_by_room on memories(room_id, assistant_id, tier) where room_id is not null;
-- One fact per topic: it is updated, not piled up.
create unique index memories_by_topic on memories(assistant_id, scope, ifnull(user_id, ''), ifnull(room_id, ''), tier, topic) where topic is not null;

-- All messages that a memory came of: with any of them it goes.
create table memory_sources (
    message_id text not null,
    doc        integer not null references memories(doc) on delete cascade,
    primary key (message_id, doc)
) without rowid;

create index memory_sources_by_doc on memory_sources(doc);

create virtual table memory_index using fts5(topic, content, content='memories', content_rowid='doc', tokenize='porter unicode61 remove_diacritics 2');

create trigger memory_index_insert after insert on memories begin
    insert into memory_index (rowid, topic, content) values (new.doc, new.topic, new.content);
end;

create trigger memory_index_update after update of topic, content on memories begin
    insert into memory_index (memory_index, rowid, topic, content) values ('delete', old.doc, old.topic, old.content);
    insert into memory_index (rowid, topic, content) values (new.doc, new.topic, new.content);
end;

-- Who may have seen it is to hear that it is gone, whatever took it: here it waits until they are told.
create table memory_gone (
    doc          integer primary key,
    id           text not null,
    assistant_id text not null,
    scope        text not null,
    user_id      text,
    room_id      text
);

create trigger memory_index_delete after delete on memories begin
    insert into memory_index (memory_index, rowid, topic, content) values ('delete', old.doc, old.topic, old.content);
    insert into memory_gone (id, assistant_id, scope, user_id, room_id) values (old.id, old.assistant_id, old.scope, old.user_id, old.room_id);
    update prompt_parts set content = null where source_memory_id = old.id;
end;

-- Other words: prompts that showed the old ones no longer do.
create trigger prompt_parts_forget_memory after update of content on memories when old.content <> new.content begin
    update prompt_parts set content = null where source_memory_id = old.id;
end;

-- Messages with other words than those that something was remembered of: they are thought about anew.
create table memory_rereads (
    room_id      text not null references rooms(id) on delete cascade,
    assistant_id text not null,
    message_id   text not null,
    primary key (room_id, assistant_id, message_id)
) without rowid;

create trigger memories_forget after update of content, deleted_at on messages begin
    insert or ignore into memory_rereads (room_id, assistant_id, message_id)
        select new.room_id, m.assistant_id, new.id from memory_sources s join memories m on m.doc = s.doc
        where s.message_id = new.id and new.deleted_at is null and new.content <> old.content;
    delete from memories where doc in (select doc from memory_sources where message_id = new.id);
end;

create trigger memories_drop after delete on messages begin
    delete from memories where doc in (select doc from memory_sources where message_id = old.id);
end;

-- How far an assistant has thought about what was said in a room, and how far it has answered: what lies between is to be thought about.
create table memory_cursors (
    room_id      text not null references rooms(id) on delete cascade,
    assistant_id text not null,
    seq          integer not null,
    answered_seq integer not null,
    primary key (room_id, assistant_id)
) without rowid;

create index memory_cursors_behind on memory_cursors(room_id, assistant_id) where answered_seq > seq;

-- What was said up to here was said while nothing was to be remembered.
alter table rooms add column memory_after integer not null default 0;

create trigger rooms_memory_switched after update of memory on rooms when old.memory <> new.memory begin
    update rooms set memory_after = new.seq where id = new.id;
end;

-- Who does not want to be remembered by which assistant. What they said until then stays unremembered also after they change their mind;
-- null: they have not.
create table memory_off (
    user_id      text not null references users(id) on delete cascade,
    assistant_id text not null,
    until        integer,
    primary key (user_id, assistant_id)
) without rowid;

-- The documents of an assistant's folder, cut into pieces by lines.
create table knowledge_files (
    assistant_id text not null,
    path         text not null,
    size         integer not null,
    modified_at  integer not null,
    primary key (assistant_id, path)
) without rowid;

create table knowledge (
    doc             integer primary key autoincrement,
    assistant_id    text not null,
    path            text not null,
    line_from       integer not null,
    line_to         integer not null,
    heading         text,
    content         text not null,
    embedding       blob,
    embedding_model text
);

create index knowledge_by_file on knowledge(assistant_id, path);

create virtual table knowledge_index using fts5(heading, content, content='knowledge', content_rowid='doc', tokenize='porter unicode61 remove_diacritics 2');

create trigger knowledge_index_insert after insert on knowledge begin
    insert into knowledge_index (rowid, heading, content) values (new.doc, new.heading, new.content);
end;

create trigger knowledge_index_delete after delete on knowledge begin
    insert into knowledge_index (knowledge_index, rowid, heading, content) values ('delete', old.doc, old.heading, old.content);
end;
