-- Items are looked for by their titles: the search, and what is like a proposal that someone writes.
CREATE INDEX agenda_items_words ON agenda_items USING gin (title gin_trgm_ops);
