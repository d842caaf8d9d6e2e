-- AlterTable
ALTER TABLE "person" ADD COLUMN     "care" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "route" ADD COLUMN     "care" TEXT;

-- What Prisma's schema cannot say.
CREATE FUNCTION keep_care() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE person SET care = coalesce((SELECT array_agg(f.kind ORDER BY f.kind) FROM care_flag f WHERE f.person_id = person.id), '{}')
  WHERE id IN (SELECT DISTINCT person_id FROM touched);
  RETURN NULL;
END $$;
CREATE FUNCTION keep_moved_care() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE person SET care = coalesce((SELECT array_agg(f.kind ORDER BY f.kind) FROM care_flag f WHERE f.person_id = person.id), '{}')
  WHERE id IN (SELECT person_id FROM touched UNION SELECT person_id FROM left_behind);
  RETURN NULL;
END $$;
CREATE TRIGGER care_flag_added AFTER INSERT ON care_flag REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION keep_care();
CREATE TRIGGER care_flag_removed AFTER DELETE ON care_flag REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION keep_care();
CREATE TRIGGER care_flag_moved AFTER UPDATE ON care_flag REFERENCING OLD TABLE AS left_behind NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION keep_moved_care();
UPDATE person SET care = (SELECT array_agg(f.kind ORDER BY f.kind) FROM care_flag f WHERE f.person_id = person.id)
WHERE id IN (SELECT person_id FROM care_flag);
CREATE INDEX "care_flag_date" ON "care_flag" ("date") WHERE "date" IS NOT NULL;
