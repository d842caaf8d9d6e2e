-- AlterTable
ALTER TABLE "stay" ADD COLUMN     "rating" INTEGER,
ADD COLUMN     "rating_comment" TEXT,
ADD COLUMN     "release_checks" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "release_number" INTEGER,
ADD COLUMN     "release_reason" TEXT,
ADD COLUMN     "released_at" TIMESTAMPTZ(3),
ADD COLUMN     "released_by" UUID,
ADD COLUMN     "retention_from" DATE;

-- CreateIndex
CREATE UNIQUE INDEX "stay_release_number_key" ON "stay"("release_number");

-- What Prisma's schema cannot say.
CREATE INDEX "stay_at_home" ON "stay" ("home_until") WHERE "state" = 'home' AND "ended_at" IS NULL;
CREATE INDEX "reminder_not_sent" ON "reminder" ("done_at") WHERE "state" IN ('dropped', 'unreachable');
CREATE INDEX "outgoing_reminder_lost" ON "outgoing" ("created_at") WHERE "state" IN ('expired', 'failed') AND "dedupe_key" LIKE 'release:%';
