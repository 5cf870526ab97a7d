ALTER TABLE "meetings" ADD COLUMN "moved_sequence" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE "meetings" SET "moved_sequence" = "calendar_sequence";
