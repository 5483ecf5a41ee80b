-- A list of rooms looks at those it shows, however many private ones there are.
create index rooms_public on rooms(id) where visibility = 'public';

-- Removing a message looks for its reports.
create index reports_by_message on reports(message_id);
