-- AlterTable
ALTER TABLE "entry" ADD COLUMN     "restricted" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "jurisdiction" TEXT,
ADD COLUMN     "party_id" UUID,
ADD COLUMN     "phone" TEXT;

-- AlterTable
ALTER TABLE "team" ADD COLUMN     "shift_plan" JSONB;

-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "about_staff_id" UUID,
ADD COLUMN     "answered_at" TIMESTAMPTZ(3),
ADD COLUMN     "chase_at" TIMESTAMPTZ(3),
ADD COLUMN     "chases" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "escalate_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalation" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "resolution_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "resolution_kept" BOOLEAN,
ADD COLUMN     "response_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "response_kept" BOOLEAN,
ADD COLUMN     "rule_version" INTEGER,
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'chat',
ADD COLUMN     "speaker_id" UUID,
ADD COLUMN     "waiting_on" TEXT,
ADD COLUMN     "waiting_since_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "deadline_rules" (
    "version" SERIAL NOT NULL,
    "rules" JSONB NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deadline_rules_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "route" (
    "id" UUID NOT NULL,
    "site_id" UUID,
    "jurisdiction" TEXT,
    "need" TEXT,
    "team_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "route_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "lead_id" UUID,

    CONSTRAINT "shift_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift_member" (
    "shift_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "cover_id" UUID,

    CONSTRAINT "shift_member_pkey" PRIMARY KEY ("shift_id","staff_id")
);

-- CreateTable
CREATE TABLE "handover" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "team_id" UUID NOT NULL,
    "from_shift_id" UUID NOT NULL,
    "to_shift_id" UUID,
    "from_lead_id" UUID,
    "sheet" JSONB NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_by" UUID,
    "accepted_at" TIMESTAMPTZ(3),
    "remind_at" TIMESTAMPTZ(3),

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promise" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "kept_at" TIMESTAMPTZ(3),

    CONSTRAINT "promise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "item_line" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "item" TEXT,
    "name" TEXT NOT NULL,
    "amount" DECIMAL(10,2) NOT NULL,
    "unit" TEXT,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "delivered" DECIMAL(10,2) NOT NULL DEFAULT 0,
    "substitute" TEXT,
    "substitution" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "item_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "form" TEXT NOT NULL DEFAULT 'message',
    "site_id" UUID,
    "team_id" UUID,
    "staff_id" UUID,
    "person_id" UUID,
    "ticket_id" UUID,
    "text" TEXT NOT NULL,
    "attachments" JSONB,
    "created_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "inbound_id" BIGINT,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "party" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "party_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proxy" (
    "id" UUID NOT NULL,
    "speaker_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "relation" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'claimed',
    "verified_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3),

    CONSTRAINT "proxy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "composing" (
    "ticket_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "composing_pkey" PRIMARY KEY ("ticket_id","staff_id")
);

-- CreateIndex
CREATE INDEX "shift_ends_at_idx" ON "shift"("ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "shift_team_id_starts_at_key" ON "shift"("team_id", "starts_at");

-- CreateIndex
CREATE INDEX "shift_member_staff_id_idx" ON "shift_member"("staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "handover_number_key" ON "handover"("number");

-- CreateIndex
CREATE UNIQUE INDEX "handover_from_shift_id_key" ON "handover"("from_shift_id");

-- CreateIndex
CREATE INDEX "handover_team_id_posted_at_idx" ON "handover"("team_id", "posted_at");

-- CreateIndex
CREATE INDEX "promise_ticket_id_idx" ON "promise"("ticket_id");

-- CreateIndex
CREATE INDEX "item_line_state_idx" ON "item_line"("state");

-- CreateIndex
CREATE UNIQUE INDEX "item_line_ticket_id_position_key" ON "item_line"("ticket_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_inbound_id_key" ON "ledger_entry"("inbound_id");

-- CreateIndex
CREATE INDEX "ledger_entry_kind_at_idx" ON "ledger_entry"("kind", "at");

-- CreateIndex
CREATE INDEX "proxy_subject_id_idx" ON "proxy"("subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "proxy_speaker_id_subject_id_key" ON "proxy"("speaker_id", "subject_id");

-- CreateIndex
CREATE INDEX "person_party_id_idx" ON "person"("party_id");

-- CreateIndex
CREATE INDEX "ticket_merged_into_id_idx" ON "ticket"("merged_into_id");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "route" ADD CONSTRAINT "route_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_member" ADD CONSTRAINT "shift_member_shift_id_fkey" FOREIGN KEY ("shift_id") REFERENCES "shift"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_line" ADD CONSTRAINT "item_line_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proxy" ADD CONSTRAINT "proxy_speaker_id_fkey" FOREIGN KEY ("speaker_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proxy" ADD CONSTRAINT "proxy_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema cannot say.

-- A ticket that waits is still open.
DROP INDEX "ticket_open";
DROP INDEX "ticket_owner_open";
CREATE INDEX "ticket_open" ON "ticket" (("urgency" = 'emergency') DESC, "due_at", "number")
  WHERE "state" IN ('new', 'claimed', 'reopened', 'waiting-traveller', 'waiting-third');
CREATE INDEX "ticket_owner_open" ON "ticket" ("owner_id", "due_at")
  WHERE "state" IN ('new', 'claimed', 'reopened', 'waiting-traveller', 'waiting-third');
CREATE INDEX "ticket_person_open" ON "ticket" ("person_id")
  WHERE "state" IN ('new', 'claimed', 'reopened', 'waiting-traveller', 'waiting-third');

-- What falls due.
CREATE INDEX "ticket_escalate_due" ON "ticket" ("escalate_at") WHERE "escalate_at" IS NOT NULL;
CREATE INDEX "ticket_chase_due" ON "ticket" ("chase_at") WHERE "chase_at" IS NOT NULL;
CREATE INDEX "handover_remind_due" ON "handover" ("remind_at") WHERE "remind_at" IS NOT NULL;
CREATE INDEX "handover_open" ON "handover" ("team_id", "posted_at") WHERE "accepted_at" IS NULL;
CREATE UNIQUE INDEX "route_once" ON "route" (coalesce("site_id"::text, ''), coalesce("jurisdiction", ''), coalesce("need", ''));

-- A version of the rules stays what it was.
CREATE FUNCTION "deadline_rules_are_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of the deadline rules is never changed; add another';
END $$;
CREATE TRIGGER "deadline_rules_kept" BEFORE UPDATE OR DELETE ON "deadline_rules"
  FOR EACH ROW EXECUTE FUNCTION "deadline_rules_are_kept"();
CREATE TRIGGER "audit_not_truncated" BEFORE TRUNCATE ON "audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();

-- The first version: minutes until the first answer and until the solution, around the clock.
INSERT INTO "deadline_rules" ("rules", "created_at") VALUES ('{
  "urgency": {
    "emergency": {"response": 1, "resolution": 60},
    "high": {"response": 15, "resolution": 240},
    "normal": {"response": 60, "resolution": 1440}
  },
  "need": {
    "medical normal": {"response": 15, "resolution": 480},
    "psychological normal": {"response": 30, "resolution": 720},
    "complaint normal": {"response": 240, "resolution": 4320},
    "thanks normal": {"response": 1440, "resolution": 10080}
  },
  "hours": {}
}', now());

-- Tickets that are open now take these rules on with the deadline they have.
UPDATE "ticket" SET "rule_version" = 1, "answered_at" = "first_response_at", "response_due_at" = "due_at",
  "resolution_due_at" = "opened_at" + interval '1 day', "due_at" = CASE WHEN "first_response_at" IS NULL THEN "due_at"
  ELSE "opened_at" + interval '1 day' END, "escalate_at" = greatest(now(), CASE WHEN "first_response_at" IS NULL
  THEN "due_at" ELSE "opened_at" + interval '1 day' END)
  WHERE "state" IN ('new', 'claimed', 'reopened');
