-- What readers are shown is rendered once and kept. So that a kept page can be proved to be the newest, each transaction
-- leaves here which tables it changed. A row is seen by others at the very moment its transaction is, never sooner or later.
CREATE SCHEMA pages;
--> statement-breakpoint
CREATE TABLE pages.changes (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  source text NOT NULL,
  -- What part of the table: a stream, a thread. Empty: any part of it.
  key text NOT NULL DEFAULT '',
  PRIMARY KEY (xid, source, key)
);
--> statement-breakpoint
CREATE FUNCTION pages.note_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM changed_rows) THEN
    INSERT INTO pages.changes (source) VALUES (TG_TABLE_NAME) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION pages.note_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO pages.changes (source, key) SELECT DISTINCT TG_TABLE_NAME, to_jsonb(c) ->> TG_ARGV[0] FROM changed_rows c ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A row that moved concerns the part it left and the part it came to.
CREATE FUNCTION pages.note_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO pages.changes (source, key)
    SELECT TG_TABLE_NAME, to_jsonb(c) ->> TG_ARGV[0] FROM changed_rows c UNION SELECT TG_TABLE_NAME, to_jsonb(f) ->> TG_ARGV[0] FROM former_rows f
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION pages.note_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO pages.changes (source) VALUES (TG_TABLE_NAME) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
