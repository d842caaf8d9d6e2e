-- AlterTable
ALTER TABLE "chat" ADD COLUMN     "has_topics" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "topic" (
    "ticket_id" UUID NOT NULL,
    "chat_id" UUID NOT NULL,
    "ref" TEXT NOT NULL,

    CONSTRAINT "topic_pkey" PRIMARY KEY ("ticket_id","chat_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "topic_chat_id_ref_key" ON "topic"("chat_id", "ref");

-- AddForeignKey
ALTER TABLE "topic" ADD CONSTRAINT "topic_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topic" ADD CONSTRAINT "topic_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: few rows of large tables.
CREATE INDEX "promise_open" ON "promise" ("created_at") WHERE "kept_at" IS NULL;
CREATE INDEX "ticket_speaker" ON "ticket" ("speaker_id", "opened_at") WHERE "speaker_id" IS NOT NULL;
