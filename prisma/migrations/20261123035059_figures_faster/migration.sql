-- The chart's steps are counted from the index alone.
-- DropIndex
DROP INDEX "ticket_episode_started_at_idx";

-- AlterTable
ALTER TABLE "ticket_episode" ADD COLUMN     "due_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "ticket_episode_started_at_episode_idx" ON "ticket_episode"("started_at", "episode");

-- By hand from here on.
-- Who was heard from on a day, read from the index alone.
CREATE INDEX "check_in_heard" ON "check_in" ("answered_at", "person_id") WHERE "answered_at" IS NOT NULL;
-- What is overdue is counted with what is open, from the same rows.
UPDATE ticket_episode e SET due_at = t.due_at FROM ticket t WHERE t.id = e.ticket_id AND e.ended_at IS NULL AND t.paused_at IS NULL;

CREATE OR REPLACE FUNCTION open_episodes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticket_episode
  SELECT t.id, 0, t.opened_at, t.resolved_at, seconds_between(t.opened_at, t.first_response_at),
    seconds_between(t.opened_at, t.resolved_at), t.response_kept, t.resolution_kept, t.rating,
    coalesce(t.site_id, p.site_id), t.team_id, t.owner_id, t.need, t.language, p.jurisdiction,
    CASE WHEN t.state NOT IN ('resolved', 'closed') AND t.paused_at IS NULL THEN t.due_at END
  FROM opened t JOIN person p ON p.id = t.person_id WHERE t.state <> 'merged';
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION keep_episodes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  home record;
  latest smallint;
  due timestamptz;
BEGIN
  IF NEW.state = 'merged' THEN
    DELETE FROM ticket_episode WHERE ticket_id = NEW.id;
    RETURN NULL;
  END IF;
  SELECT site_id, jurisdiction INTO home FROM person WHERE id = NEW.person_id;
  SELECT max(episode) INTO latest FROM ticket_episode WHERE ticket_id = NEW.id;
  due := CASE WHEN NEW.state NOT IN ('resolved', 'closed') AND NEW.paused_at IS NULL THEN NEW.due_at END;
  IF latest > 0 THEN
    UPDATE ticket_episode SET need = NEW.need, language = NEW.language,
      site_id = coalesce(NEW.site_id, home.site_id), jurisdiction = home.jurisdiction,
      response_s = CASE WHEN episode = 0 THEN seconds_between(NEW.opened_at, NEW.first_response_at) END,
      response_kept = CASE WHEN episode = 0 THEN NEW.response_kept END
    WHERE ticket_id = NEW.id AND episode < latest;
  END IF;
  IF NEW.state = 'reopened' AND OLD.state <> 'reopened' THEN
    INSERT INTO ticket_episode VALUES (NEW.id, latest + 1, coalesce(NEW.reopened_at, now()), NULL, NULL, NULL, NULL,
      NULL, NULL, coalesce(NEW.site_id, home.site_id), NEW.team_id, NEW.owner_id, NEW.need, NEW.language,
      home.jurisdiction, due);
    RETURN NULL;
  END IF;
  UPDATE ticket_episode SET
    ended_at = CASE WHEN NEW.state IN ('resolved', 'closed') THEN coalesce(NEW.resolved_at, ended_at, now()) END,
    response_s = CASE WHEN latest = 0 THEN seconds_between(NEW.opened_at, NEW.first_response_at) END,
    resolution_s = seconds_between(NEW.opened_at, NEW.resolved_at),
    response_kept = CASE WHEN latest = 0 THEN NEW.response_kept END,
    resolution_kept = CASE WHEN NEW.resolved_at IS NOT NULL THEN NEW.resolution_kept END,
    rating = NEW.rating, site_id = coalesce(NEW.site_id, home.site_id), team_id = NEW.team_id, owner_id = NEW.owner_id,
    need = NEW.need, language = NEW.language, jurisdiction = home.jurisdiction, due_at = due
  WHERE ticket_id = NEW.id AND episode = latest;
  RETURN NULL;
END $$;

DROP TRIGGER ticket_episodes_kept ON ticket;
CREATE TRIGGER ticket_episodes_kept AFTER UPDATE ON ticket FOR EACH ROW WHEN (
  (OLD.state, OLD.need, OLD.site_id, OLD.team_id, OLD.owner_id, OLD.language, OLD.person_id, OLD.first_response_at,
    OLD.resolved_at, OLD.response_kept, OLD.resolution_kept, OLD.rating, OLD.due_at, OLD.paused_at)
  IS DISTINCT FROM (NEW.state, NEW.need, NEW.site_id, NEW.team_id, NEW.owner_id, NEW.language, NEW.person_id,
    NEW.first_response_at, NEW.resolved_at, NEW.response_kept, NEW.resolution_kept, NEW.rating, NEW.due_at, NEW.paused_at))
  EXECUTE FUNCTION keep_episodes();
