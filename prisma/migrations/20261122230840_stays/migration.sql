-- AlterTable
ALTER TABLE "site" ADD COLUMN     "check_in_hours" TEXT,
ADD COLUMN     "release_note" TEXT;

-- AlterTable
ALTER TABLE "stay" ADD COLUMN     "contact_on" DATE,
ADD COLUMN     "home_until" DATE,
ADD COLUMN     "needs_plan" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "never_entered" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "plan_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "planned_at" TIMESTAMPTZ(3),
ADD COLUMN     "positive_on" DATE,
ADD COLUMN     "release_on" DATE,
ADD COLUMN     "rule_versions" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "told_release_on" DATE;

-- CreateTable
CREATE TABLE "stay_rule" (
    "version" INTEGER NOT NULL,
    "rule" JSONB NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stay_rule_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "stay_change" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "stay_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "approval" TEXT NOT NULL DEFAULT 'asked',
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "stay_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stay_test" (
    "id" UUID NOT NULL,
    "stay_id" UUID NOT NULL,
    "taken_on" DATE NOT NULL,
    "result" TEXT NOT NULL,
    "entered_by" UUID,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stay_test_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder" (
    "key" TEXT NOT NULL,
    "stay_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "bind_code" (
    "id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by" UUID,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "bind_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_claim" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "claimant_id" UUID NOT NULL,
    "said" JSONB NOT NULL,
    "candidates" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "person_id" UUID,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "identity_claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "declaration" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "form_version" INTEGER NOT NULL,
    "answers" JSONB NOT NULL DEFAULT '{}',
    "locale" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "signed_at" TIMESTAMPTZ(3),
    "signed_by" UUID,

    CONSTRAINT "declaration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "declaration_difference" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "declaration_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "declared" TEXT,
    "roster" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "note" TEXT,
    "verified_by" UUID,
    "verified_at" TIMESTAMPTZ(3),

    CONSTRAINT "declaration_difference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check_in" (
    "person_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "site_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "asked_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "answered_by" UUID,
    "temperature" DECIMAL(3,1),
    "symptoms" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "no_symptoms" BOOLEAN NOT NULL DEFAULT false,
    "mood" TEXT,
    "note" TEXT,
    "call_at" TIMESTAMPTZ(3),
    "call_ticket_id" UUID,

    CONSTRAINT "check_in_pkey" PRIMARY KEY ("person_id","day")
);

-- CreateTable
CREATE TABLE "staff_check_in" (
    "staff_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "temperature" DECIMAL(3,1),
    "symptoms" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "no_symptoms" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "staff_check_in_pkey" PRIMARY KEY ("staff_id","day")
);

-- CreateTable
CREATE TABLE "faq_entry" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "site_id" UUID,
    "jurisdiction" TEXT,
    "notice_id" UUID,
    "source" TEXT,
    "dated_on" DATE NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,
    "withdrawn_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "faq_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "faq_text" (
    "entry_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "words" TEXT NOT NULL,

    CONSTRAINT "faq_text_pkey" PRIMARY KEY ("entry_id","locale")
);

-- CreateTable
CREATE TABLE "faq_miss" (
    "id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "site_id" UUID,
    "person_id" UUID,
    "ticket_id" UUID,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "entry_id" UUID,

    CONSTRAINT "faq_miss_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "number" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "audience" JSONB NOT NULL,
    "attachments" JSONB,
    "supersedes_id" UUID,
    "reason" TEXT,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "approved_by" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "queued_to" UUID,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_text" (
    "notice_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "notice_text_pkey" PRIMARY KEY ("notice_id","locale")
);

-- CreateTable
CREATE TABLE "notice_receipt" (
    "notice_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "locale" TEXT,
    "queued_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_receipt_pkey" PRIMARY KEY ("notice_id","person_id")
);

-- CreateTable
CREATE TABLE "briefing" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "text" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "briefing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "briefing_receipt" (
    "briefing_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),

    CONSTRAINT "briefing_receipt_pkey" PRIMARY KEY ("briefing_id","staff_id")
);

-- CreateTable
CREATE TABLE "trip" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "vehicle" TEXT,
    "driver" TEXT,
    "kilometres" DECIMAL(7,1),
    "from_place" TEXT NOT NULL,
    "from_site_id" UUID,
    "to_place" TEXT NOT NULL,
    "to_site_id" UUID,
    "purpose" TEXT NOT NULL DEFAULT 'transfer',
    "planned_for" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'planned',
    "departed_at" TIMESTAMPTZ(3),
    "arrived_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "trip_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trip_seat" (
    "trip_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'listed',
    "boarded_at" TIMESTAMPTZ(3),
    "boarded_by" UUID,
    "arrived_at" TIMESTAMPTZ(3),
    "arrived_by" UUID,
    "reason" TEXT,
    "ticket_id" UUID,

    CONSTRAINT "trip_seat_pkey" PRIMARY KEY ("trip_id","person_id")
);

-- CreateTable
CREATE TABLE "care_task" (
    "key" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "ticket_id" UUID,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "care_task_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "stay_change_number_key" ON "stay_change"("number");

-- CreateIndex
CREATE INDEX "stay_change_stay_id_idx" ON "stay_change"("stay_id");

-- CreateIndex
CREATE UNIQUE INDEX "stay_test_stay_id_taken_on_key" ON "stay_test"("stay_id", "taken_on");

-- CreateIndex
CREATE INDEX "reminder_stay_id_idx" ON "reminder"("stay_id");

-- CreateIndex
CREATE UNIQUE INDEX "bind_code_code_hash_key" ON "bind_code"("code_hash");

-- CreateIndex
CREATE INDEX "bind_code_person_id_idx" ON "bind_code"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_claim_number_key" ON "identity_claim"("number");

-- CreateIndex
CREATE INDEX "identity_claim_claimant_id_idx" ON "identity_claim"("claimant_id");

-- CreateIndex
CREATE INDEX "declaration_person_id_idx" ON "declaration"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "declaration_difference_number_key" ON "declaration_difference"("number");

-- CreateIndex
CREATE UNIQUE INDEX "declaration_difference_declaration_id_field_key" ON "declaration_difference"("declaration_id", "field");

-- CreateIndex
CREATE INDEX "check_in_day_state_idx" ON "check_in"("day", "state");

-- CreateIndex
CREATE UNIQUE INDEX "faq_entry_number_key" ON "faq_entry"("number");

-- CreateIndex
CREATE UNIQUE INDEX "notice_issuer_number_key" ON "notice"("issuer", "number");

-- CreateIndex
CREATE INDEX "notice_receipt_person_id_idx" ON "notice_receipt"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "briefing_number_key" ON "briefing"("number");

-- CreateIndex
CREATE UNIQUE INDEX "trip_number_key" ON "trip"("number");

-- CreateIndex
CREATE INDEX "trip_seat_person_id_idx" ON "trip_seat"("person_id");

-- CreateIndex
CREATE INDEX "care_task_person_id_idx" ON "care_task"("person_id");

-- CreateIndex
CREATE INDEX "stay_flight_idx" ON "stay"("flight");

-- AddForeignKey
ALTER TABLE "stay_change" ADD CONSTRAINT "stay_change_stay_id_fkey" FOREIGN KEY ("stay_id") REFERENCES "stay"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stay_test" ADD CONSTRAINT "stay_test_stay_id_fkey" FOREIGN KEY ("stay_id") REFERENCES "stay"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_stay_id_fkey" FOREIGN KEY ("stay_id") REFERENCES "stay"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bind_code" ADD CONSTRAINT "bind_code_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_claim" ADD CONSTRAINT "identity_claim_claimant_id_fkey" FOREIGN KEY ("claimant_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "declaration_difference" ADD CONSTRAINT "declaration_difference_declaration_id_fkey" FOREIGN KEY ("declaration_id") REFERENCES "declaration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "faq_text" ADD CONSTRAINT "faq_text_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "faq_entry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_text" ADD CONSTRAINT "notice_text_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_receipt" ADD CONSTRAINT "notice_receipt_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_receipt" ADD CONSTRAINT "notice_receipt_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "briefing_receipt" ADD CONSTRAINT "briefing_receipt_briefing_id_fkey" FOREIGN KEY ("briefing_id") REFERENCES "briefing"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trip_seat" ADD CONSTRAINT "trip_seat_trip_id_fkey" FOREIGN KEY ("trip_id") REFERENCES "trip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trip_seat" ADD CONSTRAINT "trip_seat_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "care_task" ADD CONSTRAINT "care_task_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.
CREATE INDEX "stay_needs_plan" ON "stay" ("id") WHERE "needs_plan" AND "ended_at" IS NULL;
CREATE INDEX "stay_release" ON "stay" ("release_on") WHERE "ended_at" IS NULL;
CREATE INDEX "reminder_due" ON "reminder" ("due_at") WHERE "state" = 'planned';
CREATE INDEX "care_task_due" ON "care_task" ("due_at") WHERE "state" = 'planned';
CREATE INDEX "stay_change_asked" ON "stay_change" ("number") WHERE "approval" = 'asked';
CREATE UNIQUE INDEX "identity_claim_asked" ON "identity_claim" ("claimant_id") WHERE "state" = 'asked';
CREATE UNIQUE INDEX "declaration_draft" ON "declaration" ("person_id") WHERE "signed_at" IS NULL;
CREATE INDEX "declaration_difference_open" ON "declaration_difference" ("number") WHERE "state" = 'open';
CREATE INDEX "notice_sending" ON "notice" ("id") WHERE "state" = 'sending';
CREATE INDEX "notice_receipt_queued" ON "notice_receipt" ("notice_id", "person_id") WHERE "queued_at" IS NULL;
CREATE INDEX "faq_text_words" ON "faq_text" USING gin (to_tsvector('simple', "words"));
