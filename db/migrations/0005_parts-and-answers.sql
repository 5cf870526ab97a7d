CREATE TABLE "meeting_parts" (
	"meeting_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"part" text NOT NULL,
	CONSTRAINT "meeting_parts_meeting_id_member_id_part_pk" PRIMARY KEY("meeting_id","member_id","part"),
	CONSTRAINT "meeting_parts_part" CHECK ("meeting_parts"."part" in ('chair', 'minute_taker'))
);
--> statement-breakpoint
CREATE TABLE "sounding_answers" (
	"sounding_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"answer" text NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sounding_answers_sounding_id_member_id_pk" PRIMARY KEY("sounding_id","member_id"),
	CONSTRAINT "sounding_answers_answer" CHECK ("sounding_answers"."answer" in ('for', 'against', 'not_sure'))
);
--> statement-breakpoint
ALTER TABLE "meeting_parts" ADD CONSTRAINT "meeting_parts_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_parts" ADD CONSTRAINT "meeting_parts_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sounding_answers" ADD CONSTRAINT "sounding_answers_sounding_id_soundings_id_fk" FOREIGN KEY ("sounding_id") REFERENCES "public"."soundings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sounding_answers" ADD CONSTRAINT "sounding_answers_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "meeting_parts_member" ON "meeting_parts" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "sounding_answers_member" ON "sounding_answers" USING btree ("member_id");