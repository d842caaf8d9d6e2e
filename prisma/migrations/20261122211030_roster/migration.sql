-- CreateTable
CREATE TABLE "person_details" (
    "person_id" UUID NOT NULL,
    "sex" TEXT,
    "birth_date" DATE,
    "nationality" TEXT,
    "document_type" TEXT,
    "document_number" TEXT,
    "languages" TEXT[],
    "other_languages" TEXT[],
    "other_care" TEXT[],
    "next_destination" TEXT,
    "contact_name" TEXT,
    "contact_phone" TEXT,
    "import_id" UUID,
    "import_row" INTEGER,
    "row_hash" TEXT,

    CONSTRAINT "person_details_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "stay" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "site_id" UUID,
    "flight" TEXT,
    "seat" TEXT,
    "entry_on" DATE,
    "entry_place" TEXT,
    "arrived_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'expected',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "stay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "care_flag" (
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "date" DATE,
    "note" TEXT,

    CONSTRAINT "care_flag_pkey" PRIMARY KEY ("person_id","kind")
);

-- CreateTable
CREATE TABLE "person_key" (
    "key" TEXT NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "person_key_pkey" PRIMARY KEY ("key","person_id")
);

-- CreateTable
CREATE TABLE "roster_import" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "roster_import_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "person_details_row_hash_idx" ON "person_details"("row_hash");

-- CreateIndex
CREATE INDEX "stay_person_id_idx" ON "stay"("person_id");

-- CreateIndex
CREATE INDEX "person_key_person_id_idx" ON "person_key"("person_id");

-- CreateIndex
CREATE INDEX "roster_import_sha256_idx" ON "roster_import"("sha256");

-- AddForeignKey
ALTER TABLE "person_details" ADD CONSTRAINT "person_details_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stay" ADD CONSTRAINT "stay_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stay" ADD CONSTRAINT "stay_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "care_flag" ADD CONSTRAINT "care_flag_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_key" ADD CONSTRAINT "person_key_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's schema cannot say.
CREATE UNIQUE INDEX "stay_open" ON "stay" ("person_id") WHERE "ended_at" IS NULL;
CREATE INDEX "person_name" ON "person" (lower("name")) WHERE "name" IS NOT NULL;
