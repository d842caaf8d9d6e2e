-- CreateTable
CREATE TABLE "backup_run" (
    "day" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "file" TEXT,
    "bytes" BIGINT,
    "rows" BIGINT,
    "removed_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "told" TEXT,

    CONSTRAINT "backup_run_pkey" PRIMARY KEY ("day")
);
