-- AlterTable
ALTER TABLE "trip" ADD COLUMN     "look_at" TIMESTAMPTZ(3),
ADD COLUMN     "planned_arrival_at" TIMESTAMPTZ(3),
ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "trip_seat" ADD COLUMN     "told" TEXT;

-- What Prisma's schema cannot say.
CREATE INDEX "trip_open" ON "trip" ("planned_for") WHERE "state" NOT IN ('closed', 'cancelled');
CREATE INDEX "trip_look_at" ON "trip" ("look_at") WHERE "look_at" IS NOT NULL;
