-- What Prisma's schema cannot say: people are looked up by room, and flights however their number is spaced.
CREATE INDEX "person_room" ON "person" (lower("room")) WHERE "room" IS NOT NULL;
CREATE INDEX "stay_flight_folded" ON "stay" (upper(replace("flight", ' ', ''))) WHERE "flight" IS NOT NULL;
