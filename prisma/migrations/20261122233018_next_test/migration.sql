-- AlterTable
ALTER TABLE "stay" ADD COLUMN     "next_test_on" DATE;

-- What Prisma's schema cannot say: whatever a stay is counted by marks it to be planned anew, whoever writes it.
CREATE FUNCTION stay_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.needs_plan := true;
  RETURN NEW;
END $$;
CREATE TRIGGER stay_counts BEFORE UPDATE ON stay FOR EACH ROW
  WHEN ((OLD.site_id, OLD.entry_on, OLD.arrived_at, OLD.never_entered, OLD.contact_on, OLD.positive_on)
    IS DISTINCT FROM (NEW.site_id, NEW.entry_on, NEW.arrived_at, NEW.never_entered, NEW.contact_on, NEW.positive_on))
  EXECUTE FUNCTION stay_counts();

CREATE FUNCTION stay_part_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE stay SET needs_plan = true WHERE id IN (NEW.stay_id, OLD.stay_id);
  RETURN NULL;
END $$;
CREATE TRIGGER stay_test_counts AFTER INSERT OR UPDATE OR DELETE ON stay_test FOR EACH ROW EXECUTE FUNCTION stay_part_counts();
CREATE TRIGGER stay_change_counts AFTER INSERT OR UPDATE OR DELETE ON stay_change FOR EACH ROW EXECUTE FUNCTION stay_part_counts();

CREATE FUNCTION stay_home_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE stay SET needs_plan = true WHERE person_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER person_home AFTER UPDATE OF jurisdiction ON person FOR EACH ROW
  WHEN (OLD.jurisdiction IS DISTINCT FROM NEW.jurisdiction) EXECUTE FUNCTION stay_home_counts();

CREATE FUNCTION stay_zone_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE stay SET needs_plan = true WHERE site_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER site_zone AFTER UPDATE OF time_zone ON site FOR EACH ROW
  WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION stay_zone_counts();
