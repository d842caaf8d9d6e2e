-- CreateTable
CREATE TABLE "report_plan" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "site_id" UUID,
    "team_id" UUID,
    "staff_id" UUID,
    "at" TEXT NOT NULL,
    "next_on" DATE NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "site_id" UUID,
    "day" DATE NOT NULL,
    "team_id" UUID,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "signed_revision" INTEGER NOT NULL DEFAULT 0,
    "waits_since_at" TIMESTAMPTZ(3),
    "remind_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_revision" (
    "report_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "snapshot" JSONB NOT NULL,
    "remark" TEXT,
    "reason" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "signed_by" UUID,
    "signed_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_revision_pkey" PRIMARY KEY ("report_id","revision")
);

-- CreateTable
CREATE TABLE "report_recipient" (
    "report_id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "team_id" UUID,
    "staff_id" UUID,
    "sent_revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "report_recipient_pkey" PRIMARY KEY ("report_id","recipient")
);

-- CreateIndex
CREATE UNIQUE INDEX "report_plan_key_key" ON "report_plan"("key");

-- CreateIndex
CREATE UNIQUE INDEX "report_number_key" ON "report"("number");

-- CreateIndex
CREATE UNIQUE INDEX "report_key_key" ON "report"("key");

-- CreateIndex
CREATE INDEX "report_day_idx" ON "report"("day");

-- AddForeignKey
ALTER TABLE "report_revision" ADD CONSTRAINT "report_revision_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_recipient" ADD CONSTRAINT "report_recipient_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Due work: few reports wait to be signed at a time.
CREATE INDEX "report_remind_at_idx" ON "report"("remind_at") WHERE "remind_at" IS NOT NULL;

-- What was signed reads the same for ever.
CREATE FUNCTION report_revision_signed() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'a signed report does not change';
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER report_revision_signed BEFORE UPDATE ON "report_revision"
FOR EACH ROW WHEN (OLD."signed_at" IS NOT NULL) EXECUTE FUNCTION report_revision_signed();
