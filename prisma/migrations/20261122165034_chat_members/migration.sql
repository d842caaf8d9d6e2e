-- CreateTable
CREATE TABLE "chat_member" (
    "chat_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "present" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_member_pkey" PRIMARY KEY ("chat_id","identity_id")
);

-- AddForeignKey
ALTER TABLE "chat_member" ADD CONSTRAINT "chat_member_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_member" ADD CONSTRAINT "chat_member_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "channel_identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
