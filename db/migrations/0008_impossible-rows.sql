ALTER TABLE "proposals" DROP CONSTRAINT "proposals_reason";--> statement-breakpoint
ALTER TABLE "proposals" DROP CONSTRAINT "proposals_late_reason";--> statement-breakpoint
ALTER TABLE "action_items" DROP CONSTRAINT "action_items_dropped";--> statement-breakpoint
ALTER TABLE "corrections" DROP CONSTRAINT "corrections_decided";--> statement-breakpoint
CREATE INDEX "member_tokens_expires" ON "member_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "members_by_name" ON "members" USING btree ("name" collate danish,"id");--> statement-breakpoint
CREATE INDEX "organisations_by_name" ON "organisations" USING btree ("name" collate danish);--> statement-breakpoint
CREATE INDEX "sessions_expires" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "rate_limits_window" ON "rate_limits" USING btree ("window_start");--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_draft" CHECK ("meetings"."state" <> 'draft' or "meetings"."called_at" is null);--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_not_begun" CHECK ("meetings"."state" not in ('draft', 'called') or "meetings"."started_at" is null);--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_live_agenda" CHECK ("meetings"."state" <> 'live' or "meetings"."agenda_state" = 'published');--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_held_begun" CHECK ("meetings"."state" <> 'held' or "meetings"."called_at" is null or "meetings"."started_at" is not null);--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_course" CHECK (coalesce("meetings"."started_at" >= "meetings"."called_at" - interval '1 hour', true) and coalesce("meetings"."held_at" >= "meetings"."started_at" - interval '1 hour', true));--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_cancel_reason" CHECK ("meetings"."cancel_reason" ~ '\S');--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_decided_by" CHECK (("proposals"."decided_at" is null) = ("proposals"."decided_by" is null));--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_draft" CHECK ("proposals"."state" <> 'draft' or "proposals"."submitted_at" is null);--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_reason" CHECK ("proposals"."state" not in ('merged', 'deferred', 'declined') or coalesce("proposals"."decision_reason" ~ '\S', false));--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_late_reason" CHECK (not ("proposals"."late" and "proposals"."state" = 'accepted') or coalesce("proposals"."decision_reason" ~ '\S', false));--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_planned" CHECK ("agenda_items"."state" <> 'planned' or "agenda_items"."opened_at" is null);--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_ended" CHECK ("agenda_items"."state" = 'closed' or "agenda_items"."closed_at" is null);--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_course" CHECK (coalesce("agenda_items"."closed_at" >= "agenda_items"."opened_at" - interval '1 hour', true));--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_taken_up" CHECK ("agenda_items"."closed_at" is null or "agenda_items"."outcome" = 'postponed' or ("agenda_items"."outcome" = 'not_reached') = ("agenda_items"."opened_at" is null));--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_open" CHECK ("action_items"."state" <> 'open' or "action_items"."closed_reason" is null);--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_dropped" CHECK ("action_items"."state" <> 'dropped' or coalesce("action_items"."closed_reason" ~ '\S', false));--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_decided_by" CHECK (("corrections"."decided_at" is null) = ("corrections"."decided_by" is null));--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_decided" CHECK (("corrections"."state" = 'open') = ("corrections"."decided_at" is null) and ("corrections"."state" = 'open' or coalesce("corrections"."decision_reason" ~ '\S', false)));--> statement-breakpoint
ALTER TABLE "minutes" ADD CONSTRAINT "minutes_tacit" CHECK (not "minutes"."tacit_approval" or "minutes"."approved_at" is not null);--> statement-breakpoint
ALTER TABLE "minutes" ADD CONSTRAINT "minutes_course" CHECK (coalesce("minutes"."published_at" >= "minutes"."approved_at" - interval '1 hour', true));--> statement-breakpoint
ALTER TABLE "minutes_versions" ADD CONSTRAINT "minutes_versions_note" CHECK ("minutes_versions"."number" = 1 or ("minutes_versions"."number" > 1 and "minutes_versions"."note" is not null));--> statement-breakpoint
ALTER TABLE "hands" ADD CONSTRAINT "hands_uncalled" CHECK ("hands"."state" not in ('waiting', 'withdrawn') or "hands"."called_at" is null);--> statement-breakpoint
ALTER TABLE "hands" ADD CONSTRAINT "hands_course" CHECK (coalesce("hands"."called_at" >= "hands"."raised_at" - interval '1 hour', true) and coalesce("hands"."ended_at" >= "hands"."raised_at" - interval '1 hour', true) and coalesce("hands"."ended_at" >= "hands"."called_at" - interval '1 hour', true));
--> statement-breakpoint
-- What counts as published has a version to be read. Looked at when the change is whole, so that both may come in either order.
CREATE FUNCTION refuse_without_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I = $1)', TG_ARGV[0], TG_ARGV[1]) INTO kept USING NEW.id;
  IF NOT kept THEN
    RAISE EXCEPTION 'published in % without a version', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER meetings_agenda_version AFTER INSERT OR UPDATE ON meetings DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.agenda_state = 'published') EXECUTE FUNCTION refuse_without_version('agenda_versions', 'meeting_id');
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER minutes_published_version AFTER INSERT OR UPDATE ON minutes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION refuse_without_version('minutes_versions', 'minutes_id');
