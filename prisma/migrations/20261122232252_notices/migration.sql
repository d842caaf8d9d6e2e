-- AlterTable
ALTER TABLE "notice" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "ending_by" UUID,
ADD COLUMN     "looked_at" TIMESTAMPTZ(3),
ADD COLUMN     "tell_at" TIMESTAMPTZ(3),
ADD COLUMN     "told_percent" INTEGER NOT NULL DEFAULT 0;

-- What Prisma's schema cannot say.
-- The messages of one notice, by how far they are: keys are notice:<id>:<account>:<chat>.
CREATE INDEX "outgoing_notice" ON "outgoing" ((substr("dedupe_key", 8, 36)), "state") WHERE "dedupe_key" LIKE 'notice:%';
CREATE INDEX "notice_under_way" ON "notice" ("id") WHERE "state" IN ('sending', 'sent') OR ("state" IN ('superseded', 'withdrawn') AND "closed_at" IS NULL);
