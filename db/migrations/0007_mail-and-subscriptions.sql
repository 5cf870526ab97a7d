CREATE TABLE "uninvitations" (
	"meeting_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "uninvitations_meeting_id_member_id_pk" PRIMARY KEY("meeting_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "calendar_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "follows" (
	"member_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "follows_member_id_stream_pk" PRIMARY KEY("member_id","stream"),
	CONSTRAINT "follows_state" CHECK ("follows"."state" in ('follows', 'muted'))
);
--> statement-breakpoint
CREATE TABLE "inbound_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"member_id" uuid,
	"outcome" text NOT NULL,
	"reason" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbound_mails_outcome" CHECK ("inbound_mails"."outcome" in ('answered', 'posted', 'bounced', 'ignored', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "mail_choices" (
	"member_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"pace" text NOT NULL,
	CONSTRAINT "mail_choices_member_id_topic_pk" PRIMARY KEY("member_id","topic"),
	CONSTRAINT "mail_choices_topic" CHECK ("mail_choices"."topic" in ('meetings', 'proposals', 'threads', 'initiatives')),
	CONSTRAINT "mail_choices_pace" CHECK ("mail_choices"."pace" in ('at_once', 'daily', 'weekly', 'never'))
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mails" DROP CONSTRAINT "mails_state";--> statement-breakpoint
DROP INDEX "mails_member";--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "mail_paused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "mail_pause_reason" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "mail_failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "reply_sequence" integer;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "reply_stamp" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "digest_id" uuid;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "message_id" text;--> statement-breakpoint
ALTER TABLE "uninvitations" ADD CONSTRAINT "uninvitations_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uninvitations" ADD CONSTRAINT "uninvitations_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_tokens" ADD CONSTRAINT "calendar_tokens_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_choices" ADD CONSTRAINT "mail_choices_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "uninvitations_member" ON "uninvitations" USING btree ("member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_tokens_hash" ON "calendar_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "calendar_tokens_member" ON "calendar_tokens" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "follows_stream" ON "follows" USING btree ("stream","state");--> statement-breakpoint
CREATE UNIQUE INDEX "inbound_mails_digest" ON "inbound_mails" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "inbound_mails_received" ON "inbound_mails" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "inbound_mails_member" ON "inbound_mails" USING btree ("member_id");--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_digest_id_mails_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."mails"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mails_digest" ON "mails" USING btree ("digest_id");--> statement-breakpoint
CREATE INDEX "mails_message_id" ON "mails" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "mails_kind" ON "mails" USING btree ("kind","created_at");--> statement-breakpoint
CREATE INDEX "mails_member" ON "mails" USING btree ("member_id","state");--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_mail_paused" CHECK (("members"."mail_paused_at" is null) = ("members"."mail_pause_reason" is null));--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_state" CHECK ("mails"."state" in ('queued', 'sent', 'dropped', 'failed', 'held'));