-- CreateTable
CREATE TABLE "faq_help" (
    "entry_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "faq_help_pkey" PRIMARY KEY ("entry_id","person_id")
);

-- CreateIndex
CREATE INDEX "faq_help_person_id_idx" ON "faq_help"("person_id");

-- AddForeignKey
ALTER TABLE "faq_help" ADD CONSTRAINT "faq_help_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "faq_entry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "faq_help" ADD CONSTRAINT "faq_help_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.
CREATE INDEX "faq_miss_open" ON "faq_miss" ("asked_at") WHERE "settled_at" IS NULL;
