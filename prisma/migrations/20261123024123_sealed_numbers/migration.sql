-- Numbers of documents and phones are encrypted from here on. What is there in plain is encrypted at the start that
-- follows, by src/store/reseal.ts, which finds it by the indexes at the end: they are empty ever after.

-- DropIndex: the value is encrypted, each time in other letters
DROP INDEX "person_details_row_hash_idx";

-- AlterTable
ALTER TABLE "person_key" ADD COLUMN     "sealed" TEXT;

-- Encrypted values that can be looked up end in a blind index: h1.<key>.<encrypted>.<index>
CREATE INDEX "person_phone" ON "person" (split_part("phone", '.', 4)) WHERE "phone" IS NOT NULL;
CREATE INDEX "person_details_row" ON "person_details" (split_part("row_hash", '.', 4)) WHERE "row_hash" IS NOT NULL;

CREATE INDEX "person_phone_plain" ON "person" ("id") WHERE "phone" NOT LIKE 'h1.%';
CREATE INDEX "person_details_document_number_plain" ON "person_details" ("person_id")
  WHERE "document_number" NOT LIKE 'h1.%';
CREATE INDEX "person_details_contact_phone_plain" ON "person_details" ("person_id")
  WHERE "contact_phone" NOT LIKE 'h1.%';
CREATE INDEX "person_details_row_hash_plain" ON "person_details" ("person_id") WHERE "row_hash" NOT LIKE 'h1.%';
CREATE INDEX "person_key_plain" ON "person_key" ("person_id")
  WHERE "sealed" IS NULL AND ("key" LIKE 'document:%' OR "key" LIKE 'phone:%');
CREATE INDEX "declaration_difference_declared_plain" ON "declaration_difference" ("id")
  WHERE "field" = 'documentNumber' AND "declared" NOT LIKE 'h1.%';
CREATE INDEX "declaration_difference_roster_plain" ON "declaration_difference" ("id")
  WHERE "field" = 'documentNumber' AND "roster" NOT LIKE 'h1.%';
CREATE INDEX "declaration_answers_plain" ON "declaration" ("id")
  WHERE "answers"->>'document-number' NOT LIKE 'h1.%' OR "answers"->>'contact-phone' NOT LIKE 'h1.%';
