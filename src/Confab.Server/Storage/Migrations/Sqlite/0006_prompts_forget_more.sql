-- Other words, or other people who may see it: prompts that showed a memory before no longer do.
drop trigger prompt_parts_forget_memory;

create trigger prompt_parts_forget_memory after update of content, scope, room_id on memories
when old.content <> new.content or old.scope <> new.scope or old.room_id is not new.room_id begin
    update prompt_parts set content = null where source_memory_id = old.id;
end;

-- With a message that is kept no longer goes what was read of its files.
create trigger prompts_drop after delete on messages begin
    update prompt_parts set content = null where source_message_id = old.id;
end;
