CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
-- Danish order: æ, ø, å last, aa as å.
CREATE COLLATION IF NOT EXISTS danish (provider = icu, locale = 'da-DK');
--> statement-breakpoint
-- What was published or logged stands for ever.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER events_unchangeable BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER minutes_versions_unchangeable BEFORE UPDATE OR DELETE ON minutes_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER agenda_versions_unchangeable BEFORE UPDATE OR DELETE ON agenda_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE INDEX meetings_words ON meetings USING gin ((title || ' ' || purpose) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX proposals_words ON proposals USING gin ((title || ' ' || reason) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX initiatives_words ON initiatives USING gin ((number || ' ' || title_da || ' ' || title_en || ' ' || summary_da || ' ' || summary_en) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX milestones_words ON milestones USING gin ((title_da || ' ' || title_en) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX minutes_entries_words ON minutes_entries USING gin (text gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX decisions_words ON decisions USING gin ((number || ' ' || text) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX threads_words ON threads USING gin (title gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX posts_words ON posts USING gin (body gin_trgm_ops);
