-- Who left a room still finds what they said there, to forget it.
create index memories_by_speaker on memories(said_by);
