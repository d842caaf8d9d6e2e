-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "languages" TEXT[] DEFAULT ARRAY[]::TEXT[];
