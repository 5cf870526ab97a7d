CREATE TABLE "attendance_guests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"organisation" text NOT NULL,
	"kind" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "attendance_guests_kind" CHECK ("attendance_guests"."kind" in ('authority', 'civil_society', 'business', 'research', 'citizen')),
	CONSTRAINT "attendance_guests_count" CHECK ("attendance_guests"."count" between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "attendances" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"way" text NOT NULL,
	"arrived_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone,
	CONSTRAINT "attendances_person" UNIQUE("meeting_id","member_id"),
	CONSTRAINT "attendances_way" CHECK ("attendances"."way" in ('on_site', 'online')),
	CONSTRAINT "attendances_order" CHECK ("attendances"."left_at" >= "attendances"."arrived_at")
);
--> statement-breakpoint
CREATE TABLE "meeting_pauses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"resumes_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "meeting_pauses_order" CHECK ("meeting_pauses"."ended_at" >= "meeting_pauses"."started_at" and "meeting_pauses"."resumes_at" > "meeting_pauses"."started_at")
);
--> statement-breakpoint
CREATE TABLE "agenda_item_actions" (
	"agenda_item_id" uuid NOT NULL,
	"action_item_id" uuid NOT NULL,
	CONSTRAINT "agenda_item_actions_agenda_item_id_action_item_id_pk" PRIMARY KEY("agenda_item_id","action_item_id")
);
--> statement-breakpoint
CREATE TABLE "agenda_item_minutes" (
	"agenda_item_id" uuid PRIMARY KEY NOT NULL,
	"minutes_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "minutes_clashes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"text" text NOT NULL,
	"base_version" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "minutes_entry_versions" (
	"entry_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"text" text NOT NULL,
	"written_by" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "minutes_entry_versions_entry_id_version_pk" PRIMARY KEY("entry_id","version")
);
--> statement-breakpoint
CREATE TABLE "minutes_writers" (
	"entry_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "minutes_writers_entry_id_member_id_pk" PRIMARY KEY("entry_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "hands" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"agenda_item_id" uuid,
	"member_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"position" integer NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"called_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "hands_kind" CHECK ("hands"."kind" in ('new_topic', 'reply', 'question', 'point_of_order')),
	CONSTRAINT "hands_state" CHECK ("hands"."state" in ('waiting', 'speaking', 'spoken', 'withdrawn')),
	CONSTRAINT "hands_called" CHECK ("hands"."state" not in ('speaking', 'spoken') or "hands"."called_at" is not null),
	CONSTRAINT "hands_ended" CHECK (("hands"."state" in ('spoken', 'withdrawn')) = ("hands"."ended_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "soundings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"agenda_item_id" uuid NOT NULL,
	"question" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "soundings_order" CHECK ("soundings"."closed_at" >= "soundings"."opened_at")
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proposal_id" uuid,
	"post_id" uuid,
	"uploaded_by" uuid NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "attachments_storage_key_unique" UNIQUE("storage_key"),
	CONSTRAINT "attachments_one_place" CHECK (num_nonnulls("attachments"."proposal_id", "attachments"."post_id") = 1),
	CONSTRAINT "attachments_bytes" CHECK ("attachments"."bytes" > 0),
	CONSTRAINT "attachments_digest" CHECK ("attachments"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"member_id" uuid NOT NULL,
	"place" text NOT NULL,
	"words" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "drafts_member_id_place_pk" PRIMARY KEY("member_id","place")
);
--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "agenda_noticed_number" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "section" text;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "presenter_member_id" uuid;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "presenter_consent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "follows_up" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "minutes_entries" ADD COLUMN "shown_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "attendance_guests" ADD CONSTRAINT "attendance_guests_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_pauses" ADD CONSTRAINT "meeting_pauses_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_item_actions" ADD CONSTRAINT "agenda_item_actions_agenda_item_id_agenda_items_id_fk" FOREIGN KEY ("agenda_item_id") REFERENCES "public"."agenda_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_item_actions" ADD CONSTRAINT "agenda_item_actions_action_item_id_action_items_id_fk" FOREIGN KEY ("action_item_id") REFERENCES "public"."action_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_item_minutes" ADD CONSTRAINT "agenda_item_minutes_agenda_item_id_agenda_items_id_fk" FOREIGN KEY ("agenda_item_id") REFERENCES "public"."agenda_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_item_minutes" ADD CONSTRAINT "agenda_item_minutes_minutes_id_minutes_id_fk" FOREIGN KEY ("minutes_id") REFERENCES "public"."minutes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_clashes" ADD CONSTRAINT "minutes_clashes_entry_id_minutes_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."minutes_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_clashes" ADD CONSTRAINT "minutes_clashes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_entry_versions" ADD CONSTRAINT "minutes_entry_versions_entry_id_minutes_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."minutes_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_entry_versions" ADD CONSTRAINT "minutes_entry_versions_written_by_members_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_writers" ADD CONSTRAINT "minutes_writers_entry_id_minutes_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."minutes_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_writers" ADD CONSTRAINT "minutes_writers_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hands" ADD CONSTRAINT "hands_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hands" ADD CONSTRAINT "hands_agenda_item_id_agenda_items_id_fk" FOREIGN KEY ("agenda_item_id") REFERENCES "public"."agenda_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hands" ADD CONSTRAINT "hands_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "soundings" ADD CONSTRAINT "soundings_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "soundings" ADD CONSTRAINT "soundings_agenda_item_id_agenda_items_id_fk" FOREIGN KEY ("agenda_item_id") REFERENCES "public"."agenda_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_uploaded_by_members_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attendance_guests_organisation" ON "attendance_guests" USING btree ("meeting_id",lower("organisation"));--> statement-breakpoint
CREATE INDEX "attendances_member" ON "attendances" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "meeting_pauses_meeting" ON "meeting_pauses" USING btree ("meeting_id");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_pauses_one_open" ON "meeting_pauses" USING btree ("meeting_id") WHERE "meeting_pauses"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "agenda_item_actions_action" ON "agenda_item_actions" USING btree ("action_item_id");--> statement-breakpoint
CREATE INDEX "agenda_item_minutes_minutes" ON "agenda_item_minutes" USING btree ("minutes_id");--> statement-breakpoint
CREATE INDEX "minutes_clashes_entry" ON "minutes_clashes" USING btree ("entry_id","settled_at");--> statement-breakpoint
CREATE INDEX "minutes_clashes_member" ON "minutes_clashes" USING btree ("member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "minutes_clashes_one_open" ON "minutes_clashes" USING btree ("entry_id","member_id") WHERE "minutes_clashes"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "minutes_entry_versions_by" ON "minutes_entry_versions" USING btree ("written_by");--> statement-breakpoint
CREATE INDEX "minutes_writers_member" ON "minutes_writers" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "hands_queue" ON "hands" USING btree ("meeting_id","state","position");--> statement-breakpoint
CREATE INDEX "hands_item" ON "hands" USING btree ("agenda_item_id");--> statement-breakpoint
CREATE INDEX "hands_member" ON "hands" USING btree ("member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "hands_one_each" ON "hands" USING btree ("meeting_id","member_id") WHERE "hands"."state" in ('waiting', 'speaking');--> statement-breakpoint
CREATE UNIQUE INDEX "hands_one_speaking" ON "hands" USING btree ("meeting_id") WHERE "hands"."state" = 'speaking';--> statement-breakpoint
CREATE INDEX "soundings_item" ON "soundings" USING btree ("agenda_item_id");--> statement-breakpoint
CREATE INDEX "soundings_meeting" ON "soundings" USING btree ("meeting_id");--> statement-breakpoint
CREATE UNIQUE INDEX "soundings_one_open" ON "soundings" USING btree ("meeting_id") WHERE "soundings"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "attachments_proposal" ON "attachments" USING btree ("proposal_id");--> statement-breakpoint
CREATE INDEX "attachments_post" ON "attachments" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "attachments_by" ON "attachments" USING btree ("uploaded_by");--> statement-breakpoint
CREATE INDEX "drafts_updated" ON "drafts" USING btree ("updated_at");--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_presenter_member_id_members_id_fk" FOREIGN KEY ("presenter_member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agenda_items_one_follow_up" ON "agenda_items" USING btree ("meeting_id") WHERE "agenda_items"."follows_up";--> statement-breakpoint
CREATE INDEX "agenda_items_presenter" ON "agenda_items" USING btree ("presenter_member_id");--> statement-breakpoint
-- Presenters named before this rule were agreed with.
UPDATE "agenda_items" SET "presenter_consent" = true WHERE "presenter" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_presenter_consent" CHECK (num_nonnulls("agenda_items"."presenter", "agenda_items"."presenter_member_id") = 0 or "agenda_items"."presenter_consent");