-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "reopened_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ticket_episode" (
    "ticket_id" UUID NOT NULL,
    "episode" SMALLINT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "response_s" INTEGER,
    "resolution_s" INTEGER,
    "response_kept" BOOLEAN,
    "resolution_kept" BOOLEAN,
    "rating" SMALLINT,
    "site_id" UUID,
    "team_id" UUID,
    "owner_id" UUID,
    "need" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "jurisdiction" TEXT,

    CONSTRAINT "ticket_episode_pkey" PRIMARY KEY ("ticket_id","episode")
);

-- CreateIndex
CREATE INDEX "ticket_episode_started_at_idx" ON "ticket_episode"("started_at");

-- CreateIndex
CREATE INDEX "ticket_episode_ended_at_idx" ON "ticket_episode"("ended_at");

-- By hand from here on.
-- Claims, answers and ratings change rows in place.
ALTER TABLE "ticket_episode" SET (fillfactor = 85);
-- As the statement of src/store/figures-sql.ts says it.
CREATE INDEX "ticket_episode_long" ON "ticket_episode" ("ended_at") WHERE "ended_at" - "started_at" > interval '168 hours';
CREATE INDEX "stay_ended" ON "stay" ("ended_at") WHERE "ended_at" IS NOT NULL;
CREATE INDEX "stay_let_go" ON "stay" ("released_at") WHERE "released_at" IS NOT NULL;

-- Whole seconds from one moment to another.
CREATE FUNCTION seconds_between(a timestamptz, b timestamptz) RETURNS int LANGUAGE sql IMMUTABLE
  RETURN floor(extract(epoch from b - a))::int;

-- What there is already; earlier resolutions of tickets that were reopened are in the audit.
WITH reopening AS (
  SELECT a.ticket_id, a.at, (a.before->>'resolvedAt')::timestamptz AS resolved_at,
    row_number() OVER (PARTITION BY a.ticket_id ORDER BY a.id) AS place
  FROM audit a WHERE a.after->>'state' = 'reopened' AND a.ticket_id IS NOT NULL
), last AS (
  SELECT ticket_id, max(at) AS at FROM reopening GROUP BY ticket_id
)
UPDATE ticket t SET reopened_at = last.at FROM last WHERE t.id = last.ticket_id;

WITH reopening AS (
  SELECT a.ticket_id, a.at, (a.before->>'resolvedAt')::timestamptz AS resolved_at,
    row_number() OVER (PARTITION BY a.ticket_id ORDER BY a.id) AS place
  FROM audit a WHERE a.after->>'state' = 'reopened' AND a.ticket_id IS NOT NULL
), started AS (
  SELECT id AS ticket_id, 0 AS episode, opened_at AS started_at FROM ticket
  UNION ALL SELECT ticket_id, place, at FROM reopening
), episode AS (
  SELECT s.ticket_id, s.episode, s.started_at,
    CASE WHEN lead(s.episode) OVER mine IS NULL THEN t.resolved_at
      ELSE coalesce(r.resolved_at, lead(s.started_at) OVER mine) END AS ended_at,
    lead(s.episode) OVER mine IS NULL AS is_last
  FROM started s JOIN ticket t ON t.id = s.ticket_id
  LEFT JOIN reopening r ON r.ticket_id = s.ticket_id AND r.place = s.episode + 1
  WINDOW mine AS (PARTITION BY s.ticket_id ORDER BY s.episode)
)
INSERT INTO ticket_episode
SELECT t.id, e.episode, e.started_at, e.ended_at,
  CASE WHEN e.episode = 0 THEN seconds_between(t.opened_at, t.first_response_at) END,
  seconds_between(t.opened_at, e.ended_at), CASE WHEN e.episode = 0 THEN t.response_kept END,
  CASE WHEN e.is_last AND e.ended_at IS NOT NULL THEN t.resolution_kept END, CASE WHEN e.is_last THEN t.rating END,
  coalesce(t.site_id, p.site_id), t.team_id, t.owner_id, t.need, t.language, p.jurisdiction
FROM episode e JOIN ticket t ON t.id = e.ticket_id JOIN person p ON p.id = t.person_id WHERE t.state <> 'merged';

CREATE FUNCTION open_episodes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticket_episode
  SELECT t.id, 0, t.opened_at, t.resolved_at, seconds_between(t.opened_at, t.first_response_at),
    seconds_between(t.opened_at, t.resolved_at), t.response_kept, t.resolution_kept, t.rating,
    coalesce(t.site_id, p.site_id), t.team_id, t.owner_id, t.need, t.language, p.jurisdiction
  FROM opened t JOIN person p ON p.id = t.person_id WHERE t.state <> 'merged';
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_episodes_opened AFTER INSERT ON ticket REFERENCING NEW TABLE AS opened
  FOR EACH STATEMENT EXECUTE FUNCTION open_episodes();

-- Whoever looked after it and its team stay those of their own episode; need, site and home are the ticket's.
CREATE FUNCTION keep_episodes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  home record;
  latest smallint;
BEGIN
  IF NEW.state = 'merged' THEN
    DELETE FROM ticket_episode WHERE ticket_id = NEW.id;
    RETURN NULL;
  END IF;
  SELECT site_id, jurisdiction INTO home FROM person WHERE id = NEW.person_id;
  SELECT max(episode) INTO latest FROM ticket_episode WHERE ticket_id = NEW.id;
  IF latest > 0 THEN
    UPDATE ticket_episode SET need = NEW.need, language = NEW.language,
      site_id = coalesce(NEW.site_id, home.site_id), jurisdiction = home.jurisdiction,
      response_s = CASE WHEN episode = 0 THEN seconds_between(NEW.opened_at, NEW.first_response_at) END,
      response_kept = CASE WHEN episode = 0 THEN NEW.response_kept END
    WHERE ticket_id = NEW.id AND episode < latest;
  END IF;
  IF NEW.state = 'reopened' AND OLD.state <> 'reopened' THEN
    INSERT INTO ticket_episode VALUES (NEW.id, latest + 1, coalesce(NEW.reopened_at, now()), NULL, NULL, NULL, NULL,
      NULL, NULL, coalesce(NEW.site_id, home.site_id), NEW.team_id, NEW.owner_id, NEW.need, NEW.language, home.jurisdiction);
    RETURN NULL;
  END IF;
  UPDATE ticket_episode SET
    ended_at = CASE WHEN NEW.state IN ('resolved', 'closed') THEN coalesce(NEW.resolved_at, ended_at, now()) END,
    response_s = CASE WHEN latest = 0 THEN seconds_between(NEW.opened_at, NEW.first_response_at) END,
    resolution_s = seconds_between(NEW.opened_at, NEW.resolved_at),
    response_kept = CASE WHEN latest = 0 THEN NEW.response_kept END,
    resolution_kept = CASE WHEN NEW.resolved_at IS NOT NULL THEN NEW.resolution_kept END,
    rating = NEW.rating, site_id = coalesce(NEW.site_id, home.site_id), team_id = NEW.team_id, owner_id = NEW.owner_id,
    need = NEW.need, language = NEW.language, jurisdiction = home.jurisdiction
  WHERE ticket_id = NEW.id AND episode = latest;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_episodes_kept AFTER UPDATE ON ticket FOR EACH ROW WHEN (
  (OLD.state, OLD.need, OLD.site_id, OLD.team_id, OLD.owner_id, OLD.language, OLD.person_id, OLD.first_response_at,
    OLD.resolved_at, OLD.response_kept, OLD.resolution_kept, OLD.rating)
  IS DISTINCT FROM (NEW.state, NEW.need, NEW.site_id, NEW.team_id, NEW.owner_id, NEW.language, NEW.person_id,
    NEW.first_response_at, NEW.resolved_at, NEW.response_kept, NEW.resolution_kept, NEW.rating))
  EXECUTE FUNCTION keep_episodes();

CREATE FUNCTION keep_episodes_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ticket_episode e SET jurisdiction = NEW.jurisdiction, site_id = coalesce(t.site_id, NEW.site_id)
  FROM ticket t WHERE t.person_id = NEW.id AND e.ticket_id = t.id;
  RETURN NULL;
END $$;
CREATE TRIGGER person_episodes AFTER UPDATE ON person FOR EACH ROW
  WHEN (OLD.jurisdiction IS DISTINCT FROM NEW.jurisdiction OR OLD.site_id IS DISTINCT FROM NEW.site_id)
  EXECUTE FUNCTION keep_episodes_home();
