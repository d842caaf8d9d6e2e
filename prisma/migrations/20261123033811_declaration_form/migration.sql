-- CreateTable
CREATE TABLE "declaration_form" (
    "version" INTEGER NOT NULL,
    "form" JSONB NOT NULL,
    "note" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "declaration_form_pkey" PRIMARY KEY ("version")
);

-- What somebody signed can be read later as it was asked.
CREATE FUNCTION "declaration_form_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'forms are only ever added to';
END $$;
CREATE TRIGGER "declaration_form_kept" BEFORE UPDATE OR DELETE ON "declaration_form"
  FOR EACH ROW EXECUTE FUNCTION "declaration_form_is_kept"();
