-- AlterTable
ALTER TABLE "account" ADD COLUMN     "handle" TEXT,
ADD COLUMN     "login_code" TEXT;

-- CreateTable
CREATE UNLOGGED TABLE "rate" (
    "key" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "rate_pkey" PRIMARY KEY ("key")
);

-- What an account sent in the last minute, for whoever takes it over.
CREATE INDEX "outgoing_sent_at" ON "outgoing" ("account", "sent_at") WHERE "sent_at" IS NOT NULL;
