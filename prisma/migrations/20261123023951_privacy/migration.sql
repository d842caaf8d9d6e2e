-- AlterTable
ALTER TABLE "media_file" ADD COLUMN     "expires_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "retention_rules" (
    "version" SERIAL NOT NULL,
    "days" JSONB NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_rules_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "removal" (
    "person_id" UUID NOT NULL,
    "data_class" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "rows" INTEGER NOT NULL,

    CONSTRAINT "removal_pkey" PRIMARY KEY ("person_id","data_class")
);

-- CreateTable
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "person_id" UUID NOT NULL,
    "speaker_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "done_at" TIMESTAMPTZ(3),
    "proof" TEXT,
    "sha256" TEXT,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "privacy_notice" (
    "id" BIGSERIAL NOT NULL,
    "person_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "shown_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "privacy_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_log" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "staff_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "ticket_id" UUID,
    "what" TEXT NOT NULL,
    "channel" TEXT,

    CONSTRAINT "access_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "erasure_number_key" ON "erasure"("number");

-- CreateIndex
CREATE INDEX "erasure_person_id_idx" ON "erasure"("person_id");

-- CreateIndex
CREATE INDEX "privacy_notice_person_id_idx" ON "privacy_notice"("person_id");

-- CreateIndex
CREATE INDEX "access_log_person_id_id_idx" ON "access_log"("person_id", "id");

-- By hand: one request of a person waits at a time, and what falls due is found.
CREATE UNIQUE INDEX "erasure_waiting" ON "erasure" ("person_id") WHERE "state" IN ('asked', 'held');
CREATE INDEX "media_file_expiring" ON "media_file" ("expires_at") WHERE "expires_at" IS NOT NULL;

-- Lines about a person that belong to no ticket: only what removes personal words looks for them.
CREATE INDEX "audit_own" ON "audit" ("actor") WHERE "ticket_id" IS NULL AND "actor" LIKE 'person:%';
CREATE INDEX "audit_about" ON "audit" (("after"->>'personId')) WHERE "after"->>'personId' IS NOT NULL;

-- Nothing leaves the audit; where somebody's words are to be erased, its lines stay and lose the values that say them.
CREATE OR REPLACE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('homeward.erasing', true) = 'on'
    AND (NEW."id", NEW."at", NEW."actor", NEW."channel", NEW."action", NEW."ticket_id")
      IS NOT DISTINCT FROM (OLD."id", OLD."at", OLD."actor", OLD."channel", OLD."action", OLD."ticket_id") THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit is append-only';
END $$;

-- Who read what is only ever added to; somebody who was in the books twice stays one person in it.
CREATE FUNCTION "access_log_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'person_id') = (to_jsonb(OLD) - 'person_id') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the access log is append-only';
END $$;
CREATE TRIGGER "access_log_append_only" BEFORE UPDATE OR DELETE ON "access_log"
  FOR EACH ROW EXECUTE FUNCTION "access_log_is_append_only"();

-- A proof stays as it was given out.
CREATE FUNCTION "erasure_proof_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'person_id') = (to_jsonb(OLD) - 'person_id') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the proof of an erasure is kept as it is';
END $$;
CREATE TRIGGER "erasure_proof_kept" BEFORE UPDATE OR DELETE ON "erasure"
  FOR EACH ROW WHEN (OLD."proof" IS NOT NULL) EXECUTE FUNCTION "erasure_proof_is_kept"();

-- What was in force when something was removed can be read later.
CREATE FUNCTION "retention_rules_are_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'retention rules are only ever added to';
END $$;
CREATE TRIGGER "retention_rules_kept" BEFORE UPDATE OR DELETE ON "retention_rules"
  FOR EACH ROW EXECUTE FUNCTION "retention_rules_are_kept"();
