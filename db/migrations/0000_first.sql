CREATE TABLE "member_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "member_tokens_kind" CHECK ("member_tokens"."kind" in ('confirm', 'reset', 'sign_in'))
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"email_confirmed_at" timestamp (3) with time zone,
	"password_hash" text,
	"name" text NOT NULL,
	"organisation_id" uuid,
	"role" text DEFAULT 'member' NOT NULL,
	"language" text DEFAULT 'da' NOT NULL,
	"shows_attendance" boolean DEFAULT false NOT NULL,
	"wants_notices" boolean DEFAULT true NOT NULL,
	"is_example" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_email_lower" CHECK ("members"."email" = lower("members"."email")),
	CONSTRAINT "members_role" CHECK ("members"."role" in ('member', 'organiser', 'admin')),
	CONSTRAINT "members_language" CHECK ("members"."language" in ('da', 'en'))
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisations_kind" CHECK ("organisations"."kind" in ('authority', 'civil_society', 'business', 'research', 'citizen'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "action_plans" (
	"id" uuid PRIMARY KEY NOT NULL,
	"period" text NOT NULL,
	"ordinal" integer NOT NULL,
	"title_da" text NOT NULL,
	"title_en" text NOT NULL,
	"summary_da" text NOT NULL,
	"summary_en" text NOT NULL,
	"published_on" date NOT NULL,
	"end_printed" text NOT NULL,
	"end_from" date,
	"end_to" date,
	"coordinator" text NOT NULL,
	"member_since" integer NOT NULL,
	"mid_term_published_on" date,
	"mid_term_summary_da" text,
	"mid_term_summary_en" text,
	CONSTRAINT "action_plans_period_unique" UNIQUE("period")
);
--> statement-breakpoint
CREATE TABLE "amendments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"initiative_id" uuid NOT NULL,
	"milestone_id" uuid,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"field" text NOT NULL,
	"from_da" text,
	"from_en" text,
	"to_da" text,
	"to_en" text,
	"reason_da" text,
	"reason_en" text,
	"summary_da" text NOT NULL,
	"summary_en" text NOT NULL,
	CONSTRAINT "amendments_kind" CHECK ("amendments"."kind" in ('method', 'content', 'delay', 'date', 'correction', 'description', 'milestone_renamed', 'milestone_removed'))
);
--> statement-breakpoint
CREATE TABLE "initiative_owners" (
	"initiative_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	CONSTRAINT "initiative_owners_initiative_id_member_id_pk" PRIMARY KEY("initiative_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "initiatives" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan_id" uuid NOT NULL,
	"theme_id" uuid NOT NULL,
	"number" text NOT NULL,
	"sort_key" integer[] NOT NULL,
	"title_da" text NOT NULL,
	"title_en" text NOT NULL,
	"summary_da" text NOT NULL,
	"summary_en" text NOT NULL,
	"period_printed" text,
	"lead_authority" text NOT NULL,
	"implementing_authority" text NOT NULL,
	"department" text,
	"level" text NOT NULL,
	"level_printed" text NOT NULL,
	"state_actors" text[] NOT NULL,
	"other_actors" text[] NOT NULL,
	"actors_note_da" text,
	"actors_note_en" text,
	"ogp_commitment_id" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "initiatives_number" UNIQUE("plan_id","number"),
	CONSTRAINT "initiatives_level" CHECK ("initiatives"."level" in ('not_started', 'limited', 'substantial', 'completed'))
);
--> statement-breakpoint
CREATE TABLE "milestones" (
	"id" uuid PRIMARY KEY NOT NULL,
	"initiative_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title_da" text NOT NULL,
	"title_en" text NOT NULL,
	"start_printed" text,
	"start_from" date,
	"start_to" date,
	"start_precision" text,
	"end_printed" text,
	"end_from" date,
	"end_to" date,
	"end_precision" text,
	"status_printed" text,
	"level" text,
	"note_da" text,
	"note_en" text,
	CONSTRAINT "milestones_position" UNIQUE("initiative_id","position"),
	CONSTRAINT "milestones_level" CHECK ("milestones"."level" is null or "milestones"."level" in ('not_started', 'limited', 'substantial', 'completed')),
	CONSTRAINT "milestones_start" CHECK (("milestones"."start_from" is null) = ("milestones"."start_to" is null) and ("milestones"."start_from" is null) = ("milestones"."start_precision" is null) and "milestones"."start_from" <= "milestones"."start_to"),
	CONSTRAINT "milestones_end" CHECK (("milestones"."end_from" is null) = ("milestones"."end_to" is null) and ("milestones"."end_from" is null) = ("milestones"."end_precision" is null) and "milestones"."end_from" <= "milestones"."end_to"),
	CONSTRAINT "milestones_start_precision" CHECK ("milestones"."start_precision" is null or "milestones"."start_precision" in ('day', 'month', 'month_span', 'quarter', 'half_year', 'primo', 'medio', 'ultimo', 'year')),
	CONSTRAINT "milestones_end_precision" CHECK ("milestones"."end_precision" is null or "milestones"."end_precision" in ('day', 'month', 'month_span', 'quarter', 'half_year', 'primo', 'medio', 'ultimo', 'year'))
);
--> statement-breakpoint
CREATE TABLE "recommendations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"text_da" text NOT NULL,
	"text_en" text NOT NULL,
	"follow_up_da" text,
	"follow_up_en" text,
	"follow_up_status" text NOT NULL,
	CONSTRAINT "recommendations_number" UNIQUE("plan_id","number"),
	CONSTRAINT "recommendations_status" CHECK ("recommendations"."follow_up_status" in ('followed', 'partly', 'planned', 'not_addressed'))
);
--> statement-breakpoint
CREATE TABLE "source_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan_id" uuid NOT NULL,
	"initiative_id" uuid,
	"key" text NOT NULL,
	"text_da" text NOT NULL,
	"text_en" text NOT NULL,
	CONSTRAINT "source_notes_key" UNIQUE("plan_id","key")
);
--> statement-breakpoint
CREATE TABLE "themes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"title_da" text NOT NULL,
	"title_en" text NOT NULL,
	"summary_da" text NOT NULL,
	"summary_en" text NOT NULL,
	CONSTRAINT "themes_number" UNIQUE("plan_id","number")
);
--> statement-breakpoint
CREATE TABLE "meetings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"purpose" text NOT NULL,
	"day" date NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"place" text,
	"online_url" text,
	"proposal_deadline" timestamp (3) with time zone,
	"capacity" integer,
	"state" text DEFAULT 'draft' NOT NULL,
	"agenda_state" text DEFAULT 'open' NOT NULL,
	"calendar_uid" text NOT NULL,
	"calendar_sequence" integer DEFAULT 0 NOT NULL,
	"note" text,
	"minutes_elsewhere" text,
	"is_example" boolean DEFAULT false NOT NULL,
	"called_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"held_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"cancel_reason" text,
	"created_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "meetings_slug_unique" UNIQUE("slug"),
	CONSTRAINT "meetings_calendar_uid_unique" UNIQUE("calendar_uid"),
	CONSTRAINT "meetings_state_known" CHECK ("meetings"."state" in ('draft', 'called', 'live', 'held', 'cancelled')),
	CONSTRAINT "meetings_agenda_state" CHECK ("meetings"."agenda_state" in ('open', 'published')),
	CONSTRAINT "meetings_order" CHECK ("meetings"."ends_at" > "meetings"."starts_at"),
	CONSTRAINT "meetings_deadline" CHECK ("meetings"."proposal_deadline" <= "meetings"."starts_at"),
	CONSTRAINT "meetings_day_of_start" CHECK ("meetings"."starts_at" is null or "meetings"."day" = ("meetings"."starts_at" at time zone 'Europe/Copenhagen')::date),
	CONSTRAINT "meetings_times" CHECK ("meetings"."state" in ('held') or ("meetings"."starts_at" is not null and "meetings"."ends_at" is not null and "meetings"."proposal_deadline" is not null)),
	CONSTRAINT "meetings_called" CHECK ("meetings"."state" not in ('called', 'live') or "meetings"."called_at" is not null),
	CONSTRAINT "meetings_live" CHECK ("meetings"."state" <> 'live' or "meetings"."started_at" is not null),
	CONSTRAINT "meetings_held" CHECK (("meetings"."state" = 'held') = ("meetings"."held_at" is not null)),
	CONSTRAINT "meetings_cancelled" CHECK (("meetings"."state" = 'cancelled') = ("meetings"."cancelled_at" is not null) and ("meetings"."state" = 'cancelled') = ("meetings"."cancel_reason" is not null)),
	CONSTRAINT "meetings_capacity" CHECK ("meetings"."capacity" > 0)
);
--> statement-breakpoint
CREATE TABLE "registrations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"answer" text NOT NULL,
	"waiting" boolean DEFAULT false NOT NULL,
	"waiting_since" timestamp (3) with time zone,
	"source" text DEFAULT 'web' NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "registrations_person" UNIQUE("meeting_id","member_id"),
	CONSTRAINT "registrations_answer" CHECK ("registrations"."answer" in ('on_site', 'online', 'not_attending')),
	CONSTRAINT "registrations_source" CHECK ("registrations"."source" in ('web', 'calendar', 'mail')),
	CONSTRAINT "registrations_wait" CHECK ("registrations"."waiting" = ("registrations"."waiting_since" is not null) and (not "registrations"."waiting" or "registrations"."answer" = 'on_site'))
);
--> statement-breakpoint
CREATE TABLE "endorsements" (
	"proposal_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "endorsements_proposal_id_member_id_pk" PRIMARY KEY("proposal_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "proposal_initiatives" (
	"proposal_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	CONSTRAINT "proposal_initiatives_proposal_id_initiative_id_pk" PRIMARY KEY("proposal_id","initiative_id")
);
--> statement-breakpoint
CREATE TABLE "proposal_versions" (
	"proposal_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"reason" text NOT NULL,
	"kind" text NOT NULL,
	"minutes_wanted" integer NOT NULL,
	"initiative_numbers" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "proposal_versions_proposal_id_version_pk" PRIMARY KEY("proposal_id","version")
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"title" text NOT NULL,
	"reason" text NOT NULL,
	"kind" text NOT NULL,
	"minutes_wanted" integer NOT NULL,
	"state" text NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"deadline_then" timestamp (3) with time zone,
	"late" boolean DEFAULT false NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" uuid,
	"decision_reason" text,
	"merged_into_id" uuid,
	"deferred_to_meeting_id" uuid,
	"continues_id" uuid,
	"is_example" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "proposals_state" CHECK ("proposals"."state" in ('draft', 'submitted', 'accepted', 'merged', 'deferred', 'declined', 'withdrawn')),
	CONSTRAINT "proposals_kind" CHECK ("proposals"."kind" in ('information', 'discussion', 'decision')),
	CONSTRAINT "proposals_minutes" CHECK ("proposals"."minutes_wanted" between 5 and 240),
	CONSTRAINT "proposals_submitted" CHECK ("proposals"."state" in ('draft', 'withdrawn') or ("proposals"."submitted_at" is not null and "proposals"."deadline_then" is not null)),
	CONSTRAINT "proposals_late" CHECK ("proposals"."late" = coalesce("proposals"."submitted_at" > "proposals"."deadline_then", false)),
	CONSTRAINT "proposals_decided" CHECK (("proposals"."state" in ('accepted', 'merged', 'deferred', 'declined')) = ("proposals"."decided_at" is not null)),
	CONSTRAINT "proposals_reason" CHECK ("proposals"."state" not in ('merged', 'deferred', 'declined') or "proposals"."decision_reason" is not null),
	CONSTRAINT "proposals_late_reason" CHECK (not ("proposals"."late" and "proposals"."state" = 'accepted') or "proposals"."decision_reason" is not null),
	CONSTRAINT "proposals_merged_into" CHECK (("proposals"."state" = 'merged') = ("proposals"."merged_into_id" is not null) and "proposals"."merged_into_id" <> "proposals"."id"),
	CONSTRAINT "proposals_deferred_to" CHECK (("proposals"."state" = 'deferred') = ("proposals"."deferred_to_meeting_id" is not null) and "proposals"."deferred_to_meeting_id" <> "proposals"."meeting_id")
);
--> statement-breakpoint
CREATE TABLE "agenda_item_initiatives" (
	"agenda_item_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	CONSTRAINT "agenda_item_initiatives_agenda_item_id_initiative_id_pk" PRIMARY KEY("agenda_item_id","initiative_id")
);
--> statement-breakpoint
CREATE TABLE "agenda_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"kind" text NOT NULL,
	"minutes" integer,
	"presenter" text,
	"proposal_id" uuid,
	"state" text DEFAULT 'planned' NOT NULL,
	"outcome" text,
	"opened_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agenda_items_position" UNIQUE("meeting_id","position"),
	CONSTRAINT "agenda_items_kind" CHECK ("agenda_items"."kind" in ('information', 'discussion', 'decision', 'break', 'any_other_business')),
	CONSTRAINT "agenda_items_state" CHECK ("agenda_items"."state" in ('planned', 'current', 'closed')),
	CONSTRAINT "agenda_items_outcome" CHECK ("agenda_items"."outcome" is null or "agenda_items"."outcome" in ('noted', 'decided', 'postponed', 'not_reached')),
	CONSTRAINT "agenda_items_closed" CHECK (("agenda_items"."state" = 'closed') = ("agenda_items"."outcome" is not null)),
	CONSTRAINT "agenda_items_opened" CHECK ("agenda_items"."state" <> 'current' or "agenda_items"."opened_at" is not null),
	CONSTRAINT "agenda_items_minutes" CHECK ("agenda_items"."minutes" between 1 and 480)
);
--> statement-breakpoint
CREATE TABLE "agenda_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"items" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	"published_by" uuid,
	CONSTRAINT "agenda_versions_number" UNIQUE("meeting_id","number")
);
--> statement-breakpoint
CREATE TABLE "action_item_initiatives" (
	"action_item_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	CONSTRAINT "action_item_initiatives_action_item_id_initiative_id_pk" PRIMARY KEY("action_item_id","initiative_id")
);
--> statement-breakpoint
CREATE TABLE "action_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry_id" uuid NOT NULL,
	"text" text NOT NULL,
	"responsible_organisation_id" uuid,
	"responsible_member_id" uuid,
	"due_on" date NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "action_items_state" CHECK ("action_items"."state" in ('open', 'done', 'dropped')),
	CONSTRAINT "action_items_closed" CHECK (("action_items"."state" = 'open') = ("action_items"."closed_at" is null)),
	CONSTRAINT "action_items_dropped" CHECK ("action_items"."state" <> 'dropped' or "action_items"."closed_reason" is not null),
	CONSTRAINT "action_items_responsible" CHECK (num_nonnulls("action_items"."responsible_organisation_id", "action_items"."responsible_member_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"proposed_text" text NOT NULL,
	"why" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decision_reason" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "corrections_state" CHECK ("corrections"."state" in ('open', 'accepted', 'declined')),
	CONSTRAINT "corrections_decided" CHECK (("corrections"."state" = 'open') = ("corrections"."decided_at" is null) and ("corrections"."state" = 'open' or "corrections"."decision_reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "decision_counters" (
	"year" integer PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "decision_initiatives" (
	"decision_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	CONSTRAINT "decision_initiatives_decision_id_initiative_id_pk" PRIMARY KEY("decision_id","initiative_id")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"serial" integer NOT NULL,
	"number" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "decisions_number_unique" UNIQUE("number"),
	CONSTRAINT "decisions_serial" UNIQUE("year","serial"),
	CONSTRAINT "decisions_number" CHECK ("decisions"."number" = "decisions"."year" || '-' || "decisions"."serial")
);
--> statement-breakpoint
CREATE TABLE "minutes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"corrections_due" timestamp (3) with time zone,
	"approved_at" timestamp (3) with time zone,
	"tacit_approval" boolean DEFAULT false NOT NULL,
	"published_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "minutes_meeting_id_unique" UNIQUE("meeting_id"),
	CONSTRAINT "minutes_state" CHECK ("minutes"."state" in ('draft', 'in_review', 'approved', 'published')),
	CONSTRAINT "minutes_review" CHECK ("minutes"."state" = 'draft' or "minutes"."corrections_due" is not null),
	CONSTRAINT "minutes_approved" CHECK (("minutes"."state" in ('approved', 'published')) = ("minutes"."approved_at" is not null)),
	CONSTRAINT "minutes_published" CHECK (("minutes"."state" = 'published') = ("minutes"."published_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "minutes_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"minutes_id" uuid NOT NULL,
	"agenda_item_id" uuid NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_by" uuid,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "minutes_entries_agenda_item_id_unique" UNIQUE("agenda_item_id")
);
--> statement-breakpoint
CREATE TABLE "minutes_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"minutes_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" jsonb NOT NULL,
	"note" text,
	"published_at" timestamp (3) with time zone NOT NULL,
	"published_by" uuid,
	CONSTRAINT "minutes_versions_number" UNIQUE("minutes_id","number")
);
--> statement-breakpoint
CREATE TABLE "post_versions" (
	"post_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"body" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "post_versions_post_id_version_pk" PRIMARY KEY("post_id","version")
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"thread_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"author_id" uuid NOT NULL,
	"body" text NOT NULL,
	"body_html" text NOT NULL,
	"reply_to_id" uuid,
	"removed_at" timestamp (3) with time zone,
	"removed_by" uuid,
	"removed_rule" text,
	"removed_reason" text,
	"edited_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "posts_number" UNIQUE("thread_id","number"),
	CONSTRAINT "posts_removed" CHECK (("posts"."removed_at" is null) = ("posts"."removed_rule" is null) and ("posts"."removed_at" is null) = ("posts"."removed_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"category" text NOT NULL,
	"subject_id" uuid,
	"title" text NOT NULL,
	"author_id" uuid,
	"post_count" integer DEFAULT 0 NOT NULL,
	"last_post_at" timestamp (3) with time zone,
	"is_example" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "threads_category" CHECK ("threads"."category" in ('general', 'meeting', 'agenda_item', 'proposal', 'initiative')),
	CONSTRAINT "threads_subject_given" CHECK (("threads"."category" = 'general') = ("threads"."subject_id" is null))
);
--> statement-breakpoint
CREATE TABLE "events" (
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"type" text NOT NULL,
	"actor" text,
	"at" timestamp (3) with time zone NOT NULL,
	"payload" jsonb NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "events_stream_seq_pk" PRIMARY KEY("stream","seq"),
	CONSTRAINT "events_seq" CHECK ("events"."seq" > 0)
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"key" text PRIMARY KEY NOT NULL,
	"result" jsonb,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"language" text NOT NULL,
	"params" jsonb NOT NULL,
	"dedupe" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mails_dedupe_unique" UNIQUE("dedupe"),
	CONSTRAINT "mails_state" CHECK ("mails"."state" in ('queued', 'sent', 'failed')),
	CONSTRAINT "mails_language" CHECK ("mails"."language" in ('da', 'en')),
	CONSTRAINT "mails_sent" CHECK (("mails"."state" = 'sent') = ("mails"."sent_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "streams" (
	"stream" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "member_tokens" ADD CONSTRAINT "member_tokens_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_members_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "amendments" ADD CONSTRAINT "amendments_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "amendments" ADD CONSTRAINT "amendments_milestone_id_milestones_id_fk" FOREIGN KEY ("milestone_id") REFERENCES "public"."milestones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_owners" ADD CONSTRAINT "initiative_owners_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_owners" ADD CONSTRAINT "initiative_owners_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiatives" ADD CONSTRAINT "initiatives_plan_id_action_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."action_plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiatives" ADD CONSTRAINT "initiatives_theme_id_themes_id_fk" FOREIGN KEY ("theme_id") REFERENCES "public"."themes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_plan_id_action_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."action_plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_notes" ADD CONSTRAINT "source_notes_plan_id_action_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."action_plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_notes" ADD CONSTRAINT "source_notes_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "themes" ADD CONSTRAINT "themes_plan_id_action_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."action_plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_created_by_members_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endorsements" ADD CONSTRAINT "endorsements_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endorsements" ADD CONSTRAINT "endorsements_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_initiatives" ADD CONSTRAINT "proposal_initiatives_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_initiatives" ADD CONSTRAINT "proposal_initiatives_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_versions" ADD CONSTRAINT "proposal_versions_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_author_id_members_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_decided_by_members_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_merged_into_id_proposals_id_fk" FOREIGN KEY ("merged_into_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_deferred_to_meeting_id_meetings_id_fk" FOREIGN KEY ("deferred_to_meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_continues_id_proposals_id_fk" FOREIGN KEY ("continues_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_item_initiatives" ADD CONSTRAINT "agenda_item_initiatives_agenda_item_id_agenda_items_id_fk" FOREIGN KEY ("agenda_item_id") REFERENCES "public"."agenda_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_item_initiatives" ADD CONSTRAINT "agenda_item_initiatives_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_versions" ADD CONSTRAINT "agenda_versions_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_versions" ADD CONSTRAINT "agenda_versions_published_by_members_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_item_initiatives" ADD CONSTRAINT "action_item_initiatives_action_item_id_action_items_id_fk" FOREIGN KEY ("action_item_id") REFERENCES "public"."action_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_item_initiatives" ADD CONSTRAINT "action_item_initiatives_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_entry_id_minutes_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."minutes_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_responsible_organisation_id_organisations_id_fk" FOREIGN KEY ("responsible_organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_responsible_member_id_members_id_fk" FOREIGN KEY ("responsible_member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_entry_id_minutes_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."minutes_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_author_id_members_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_decided_by_members_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_initiatives" ADD CONSTRAINT "decision_initiatives_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_initiatives" ADD CONSTRAINT "decision_initiatives_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_entry_id_minutes_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."minutes_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes" ADD CONSTRAINT "minutes_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_entries" ADD CONSTRAINT "minutes_entries_minutes_id_minutes_id_fk" FOREIGN KEY ("minutes_id") REFERENCES "public"."minutes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_entries" ADD CONSTRAINT "minutes_entries_agenda_item_id_agenda_items_id_fk" FOREIGN KEY ("agenda_item_id") REFERENCES "public"."agenda_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_entries" ADD CONSTRAINT "minutes_entries_updated_by_members_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_versions" ADD CONSTRAINT "minutes_versions_minutes_id_minutes_id_fk" FOREIGN KEY ("minutes_id") REFERENCES "public"."minutes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_versions" ADD CONSTRAINT "minutes_versions_published_by_members_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_versions" ADD CONSTRAINT "post_versions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_members_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_reply_to_id_posts_id_fk" FOREIGN KEY ("reply_to_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_removed_by_members_id_fk" FOREIGN KEY ("removed_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_author_id_members_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_stream_streams_stream_fk" FOREIGN KEY ("stream") REFERENCES "public"."streams"("stream") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "member_tokens_hash" ON "member_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "member_tokens_member" ON "member_tokens" USING btree ("member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_email" ON "members" USING btree ("email");--> statement-breakpoint
CREATE INDEX "members_organisation" ON "members" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "members_created" ON "members" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_name" ON "organisations" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "amendments_initiative" ON "amendments" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "amendments_milestone" ON "amendments" USING btree ("milestone_id");--> statement-breakpoint
CREATE INDEX "initiative_owners_member" ON "initiative_owners" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "initiatives_theme" ON "initiatives" USING btree ("theme_id");--> statement-breakpoint
CREATE INDEX "initiatives_sort" ON "initiatives" USING btree ("plan_id","sort_key");--> statement-breakpoint
CREATE INDEX "source_notes_initiative" ON "source_notes" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "meetings_day" ON "meetings" USING btree ("day");--> statement-breakpoint
CREATE INDEX "meetings_state" ON "meetings" USING btree ("state","day");--> statement-breakpoint
CREATE INDEX "meetings_created_by" ON "meetings" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "registrations_member" ON "registrations" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "registrations_waiting" ON "registrations" USING btree ("meeting_id","waiting_since");--> statement-breakpoint
CREATE INDEX "endorsements_member" ON "endorsements" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "proposal_initiatives_initiative" ON "proposal_initiatives" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "proposals_meeting" ON "proposals" USING btree ("meeting_id","state");--> statement-breakpoint
CREATE INDEX "proposals_author" ON "proposals" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "proposals_decided_by" ON "proposals" USING btree ("decided_by");--> statement-breakpoint
CREATE INDEX "proposals_merged" ON "proposals" USING btree ("merged_into_id");--> statement-breakpoint
CREATE INDEX "proposals_deferred" ON "proposals" USING btree ("deferred_to_meeting_id");--> statement-breakpoint
CREATE INDEX "proposals_continues" ON "proposals" USING btree ("continues_id");--> statement-breakpoint
CREATE INDEX "proposals_submitted" ON "proposals" USING btree ("submitted_at");--> statement-breakpoint
CREATE INDEX "agenda_item_initiatives_initiative" ON "agenda_item_initiatives" USING btree ("initiative_id");--> statement-breakpoint
CREATE UNIQUE INDEX "agenda_items_proposal" ON "agenda_items" USING btree ("proposal_id");--> statement-breakpoint
CREATE UNIQUE INDEX "agenda_items_one_current" ON "agenda_items" USING btree ("meeting_id") WHERE "agenda_items"."state" = 'current';--> statement-breakpoint
CREATE INDEX "agenda_versions_by" ON "agenda_versions" USING btree ("published_by");--> statement-breakpoint
CREATE INDEX "action_item_initiatives_initiative" ON "action_item_initiatives" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "action_items_entry" ON "action_items" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "action_items_due" ON "action_items" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "action_items_organisation" ON "action_items" USING btree ("responsible_organisation_id");--> statement-breakpoint
CREATE INDEX "action_items_member" ON "action_items" USING btree ("responsible_member_id");--> statement-breakpoint
CREATE INDEX "corrections_entry" ON "corrections" USING btree ("entry_id","state");--> statement-breakpoint
CREATE INDEX "corrections_author" ON "corrections" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "corrections_decided_by" ON "corrections" USING btree ("decided_by");--> statement-breakpoint
CREATE INDEX "decision_initiatives_initiative" ON "decision_initiatives" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "decisions_entry" ON "decisions" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "minutes_published" ON "minutes" USING btree ("published_at");--> statement-breakpoint
CREATE INDEX "minutes_entries_minutes" ON "minutes_entries" USING btree ("minutes_id");--> statement-breakpoint
CREATE INDEX "minutes_entries_updated_by" ON "minutes_entries" USING btree ("updated_by");--> statement-breakpoint
CREATE INDEX "minutes_versions_by" ON "minutes_versions" USING btree ("published_by");--> statement-breakpoint
CREATE INDEX "posts_author" ON "posts" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "posts_reply_to" ON "posts" USING btree ("reply_to_id");--> statement-breakpoint
CREATE INDEX "posts_removed_by" ON "posts" USING btree ("removed_by");--> statement-breakpoint
CREATE UNIQUE INDEX "threads_one_each" ON "threads" USING btree ("category","subject_id") WHERE "threads"."category" in ('agenda_item', 'proposal');--> statement-breakpoint
CREATE INDEX "threads_subject" ON "threads" USING btree ("category","subject_id");--> statement-breakpoint
CREATE INDEX "threads_active" ON "threads" USING btree ("category","last_post_at" desc nulls last);--> statement-breakpoint
CREATE INDEX "threads_author" ON "threads" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_at" ON "idempotency_keys" USING btree ("at");--> statement-breakpoint
CREATE INDEX "mails_member" ON "mails" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "mails_state" ON "mails" USING btree ("state","created_at");