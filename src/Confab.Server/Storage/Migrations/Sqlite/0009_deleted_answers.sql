-- A deleted answer keeps nothing of what it was made of: what its tools and documents said quotes the room.
update messages set generation = json_remove(generation, '$.tools', '$.sources', '$.memories') where deleted_at is not null and generation is not null;
