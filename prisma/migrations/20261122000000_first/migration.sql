-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "site" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "emergency_phone" TEXT,
    "hotline" TEXT,
    "time_zone" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat" (
    "id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "site_id" UUID,
    "team_id" UUID,
    "oversees" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "offered" JSONB,
    "moved_to" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "room" TEXT,
    "site_id" UUID,
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "locale" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_identity" (
    "id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "display_name" TEXT,
    "username" TEXT,
    "platform_locale" TEXT,
    "person_id" UUID,
    "staff_id" UUID,
    "private_chat" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invite" (
    "id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_by" UUID,
    "used_by" UUID,
    "used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "person_id" UUID NOT NULL,
    "site_id" UUID,
    "team_id" UUID,
    "need" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "restricted" BOOLEAN NOT NULL DEFAULT false,
    "owner_id" UUID,
    "proposed_owner_id" UUID,
    "proposed_team_id" UUID,
    "summary" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "private_chat" TEXT,
    "group_chat" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "due_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "first_response_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "rating" INTEGER,
    "rating_comment" TEXT,
    "next_page_at" TIMESTAMPTZ(3),
    "pages" INTEGER NOT NULL DEFAULT 0,
    "delivery_problem" TEXT,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entry" (
    "id" BIGSERIAL NOT NULL,
    "ticket_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "person_id" UUID,
    "staff_id" UUID,
    "text" TEXT,
    "attachments" JSONB,
    "inbound_id" BIGINT,
    "message_ref" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "chat" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "chat" TEXT NOT NULL,
    "lane" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "ticket_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "sent_ref" TEXT,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card" (
    "ticket_id" UUID NOT NULL,
    "chat_id" UUID NOT NULL,
    "ref" TEXT,
    "list_id" UUID,

    CONSTRAINT "card_pkey" PRIMARY KEY ("ticket_id","chat_id")
);

-- CreateTable
CREATE TABLE "card_list" (
    "id" UUID NOT NULL,
    "chat_id" UUID NOT NULL,
    "ref" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "card_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "account" TEXT NOT NULL,
    "chat" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("account","chat","sender")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "channel" TEXT,
    "action" TEXT NOT NULL,
    "ticket_id" UUID,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "canned_reply" (
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "canned_reply_pkey" PRIMARY KEY ("name","locale")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "health" TEXT NOT NULL DEFAULT 'starting',
    "detail" TEXT,
    "cursor" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "media_file" (
    "id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "media_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "web_message" (
    "seq" BIGSERIAL NOT NULL,
    "rev" BIGINT NOT NULL,
    "chat" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "client_id" TEXT,
    "sender" TEXT,
    "name" TEXT,
    "content" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "web_message_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "site_name_key" ON "site"("name");

-- CreateIndex
CREATE UNIQUE INDEX "team_name_key" ON "team"("name");

-- CreateIndex
CREATE INDEX "chat_team_id_idx" ON "chat"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_account_external_id_key" ON "chat"("account", "external_id");

-- CreateIndex
CREATE INDEX "person_site_id_room_idx" ON "person"("site_id", "room");

-- CreateIndex
CREATE INDEX "channel_identity_person_id_idx" ON "channel_identity"("person_id");

-- CreateIndex
CREATE INDEX "channel_identity_staff_id_idx" ON "channel_identity"("staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_identity_account_external_id_key" ON "channel_identity"("account", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "invite_code_hash_key" ON "invite"("code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_number_key" ON "ticket"("number");

-- CreateIndex
CREATE INDEX "ticket_person_id_opened_at_idx" ON "ticket"("person_id", "opened_at");

-- CreateIndex
CREATE UNIQUE INDEX "entry_inbound_id_key" ON "entry"("inbound_id");

-- CreateIndex
CREATE INDEX "entry_ticket_id_id_idx" ON "entry"("ticket_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_account_external_id_key" ON "inbound"("account", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_dedupe_key_key" ON "outgoing"("dedupe_key");

-- CreateIndex
CREATE INDEX "card_chat_id_ref_idx" ON "card"("chat_id", "ref");

-- CreateIndex
CREATE INDEX "card_list_id_idx" ON "card"("list_id");

-- CreateIndex
CREATE INDEX "audit_ticket_id_idx" ON "audit"("ticket_id");

-- CreateIndex
CREATE UNIQUE INDEX "web_message_rev_key" ON "web_message"("rev");

-- CreateIndex
CREATE INDEX "web_message_chat_rev_idx" ON "web_message"("chat", "rev");

-- CreateIndex
CREATE UNIQUE INDEX "web_message_chat_client_id_key" ON "web_message"("chat", "client_id");

-- AddForeignKey
ALTER TABLE "chat" ADD CONSTRAINT "chat_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat" ADD CONSTRAINT "chat_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_identity" ADD CONSTRAINT "channel_identity_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_identity" ADD CONSTRAINT "channel_identity_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_proposed_owner_id_fkey" FOREIGN KEY ("proposed_owner_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_proposed_team_id_fkey" FOREIGN KEY ("proposed_team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entry" ADD CONSTRAINT "entry_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entry" ADD CONSTRAINT "entry_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entry" ADD CONSTRAINT "entry_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card" ADD CONSTRAINT "card_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card" ADD CONSTRAINT "card_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card" ADD CONSTRAINT "card_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "card_list"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_list" ADD CONSTRAINT "card_list_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema cannot say.

-- Exactly one team takes what no other team takes.
CREATE UNIQUE INDEX "team_one_default" ON "team" ("is_default") WHERE "is_default";

-- The inbox and the outbox are read by what waits, which is little, and never by what is done, which is much.
CREATE INDEX "inbound_pending" ON "inbound" ("id") WHERE "state" = 'pending';
CREATE INDEX "inbound_pending_chat" ON "inbound" ("account", "chat", "id") WHERE "state" = 'pending';
CREATE INDEX "inbound_pending_due" ON "inbound" ("not_before") WHERE "state" = 'pending';
CREATE INDEX "outgoing_pending" ON "outgoing" ("account", "lane", "id") WHERE "state" = 'pending';
CREATE INDEX "outgoing_retried" ON "outgoing" ("account", "chat", "lane", "id") WHERE "state" = 'pending' AND "attempts" > 0;

-- Quoting a message finds its ticket.
CREATE INDEX "outgoing_sent_ref" ON "outgoing" ("account", "chat", "sent_ref") WHERE "sent_ref" IS NOT NULL;
CREATE INDEX "entry_message_ref" ON "entry" ("message_ref") WHERE "message_ref" IS NOT NULL;

-- The queue, and the pages that are due.
CREATE INDEX "ticket_open" ON "ticket" ("due_at", "number") WHERE "state" IN ('new', 'claimed', 'reopened');
CREATE INDEX "ticket_owner_open" ON "ticket" ("owner_id", "due_at") WHERE "state" IN ('new', 'claimed', 'reopened');
CREATE INDEX "ticket_page_due" ON "ticket" ("next_page_at") WHERE "next_page_at" IS NOT NULL;

CREATE INDEX "ticket_resolved" ON "ticket" ("resolved_at") WHERE "state" = 'resolved';

-- Revisions of web messages: see src/store/web-messages.ts.
CREATE SEQUENCE "web_message_rev";

-- The audit is only ever added to.
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only';
END $$;
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE ON "audit"
  FOR EACH ROW EXECUTE FUNCTION "audit_is_append_only"();
