-- CreateTable
CREATE TABLE "stay_contact" (
    "index_stay_id" UUID NOT NULL,
    "stay_id" UUID NOT NULL,
    "link" TEXT NOT NULL,
    "met_on" DATE NOT NULL,
    "before_on" DATE,
    "noted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stay_contact_pkey" PRIMARY KEY ("index_stay_id","stay_id")
);

-- CreateTable
CREATE TABLE "test_roll" (
    "site" TEXT NOT NULL,
    "listed_to" DATE NOT NULL,

    CONSTRAINT "test_roll_pkey" PRIMARY KEY ("site")
);

-- CreateIndex
CREATE INDEX "stay_contact_stay_id_idx" ON "stay_contact"("stay_id");

-- AddForeignKey
ALTER TABLE "stay_contact" ADD CONSTRAINT "stay_contact_index_stay_id_fkey" FOREIGN KEY ("index_stay_id") REFERENCES "stay"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stay_contact" ADD CONSTRAINT "stay_contact_stay_id_fkey" FOREIGN KEY ("stay_id") REFERENCES "stay"("id") ON DELETE CASCADE ON UPDATE CASCADE;
