-- A question that is asked again has an answer already, however far below it stands.
create index messages_by_question on messages(parent_id) where author_kind = 'assistant' and variant_of is null;
