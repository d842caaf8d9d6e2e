-- AlterTable
ALTER TABLE "account" ADD COLUMN     "receiving_problem" TEXT,
ADD COLUMN     "seen_at" TIMESTAMPTZ(3),
ADD COLUMN     "silent_after_ms" INTEGER;

-- CreateTable
CREATE TABLE "alarm" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "since_at" TIMESTAMPTZ(3) NOT NULL,
    "well_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("kind","subject")
);

-- Deadlines that were missed, newest last.
CREATE INDEX "ticket_response_late" ON "ticket" ("answered_at") WHERE "response_kept" = false;
CREATE INDEX "ticket_resolution_late" ON "ticket" ("resolved_at") WHERE "resolution_kept" = false;
