-- AlterTable
ALTER TABLE "staff_check_in" ADD COLUMN     "told_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "call_list" (
    "key" TEXT NOT NULL,
    "site_id" UUID,
    "day" DATE NOT NULL,
    "team_id" UUID,
    "count" INTEGER NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_by" UUID,
    "taken_at" TIMESTAMPTZ(3),
    "lead_told_at" TIMESTAMPTZ(3),

    CONSTRAINT "call_list_pkey" PRIMARY KEY ("key")
);

-- What Prisma's schema cannot say.
CREATE INDEX "stay_here" ON "stay" ("site_id", "person_id") WHERE "state" = 'here' AND "ended_at" IS NULL;
CREATE INDEX "call_list_free" ON "call_list" ("posted_at") WHERE "taken_by" IS NULL AND "lead_told_at" IS NULL;
