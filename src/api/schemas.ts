/** What the API takes and answers with; the OpenAPI document is made of these. */
import { NEEDS, URGENCIES } from '../domain/need.ts';
import { CARE_KINDS } from '../domain/roster.ts';
import { STATES } from '../domain/ticket.ts';
import { z } from './zod.ts';

/** States of an account. */
export const ACCOUNT_STATES = ['starting', 'online', 'offline', 'conflict', 'login'] as const;
/** States of a stay. */
export const STAY_STATES = ['expected', 'here', 'hospital', 'home', 'released', 'left'] as const;

const instant = z.iso.datetime();
const day = z.iso.date();

/** Words of a colleague; what no database keeps is taken out. */
const words = (most: number) =>
  z
    .string()
    .overwrite((text) => text.replaceAll('\u0000', '').toWellFormed().trim())
    .min(1)
    .max(most);

/** A ticket's number in an address. */
export const numberParam = z.object({
  number: z.coerce
    .number<string>()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .openapi({ param: { name: 'number', in: 'path' }, type: 'integer', example: 12 }),
});

/** An id in an address. */
export const idParam = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) });

/** Every list is read page by page. */
export const paging = {
  cursor: z.string().min(1).max(200).optional().openapi({ description: 'The `next` of the page before.' }),
  limit: z.coerce.number<string>().int().min(1).max(200).default(50).openapi({ type: 'integer' }),
};

/** A page of a list; `next` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });

/** What every writing request carries. */
export const writeHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .openapi({ description: 'Chosen by you: a request that is repeated with the same key is done once.' }),
  'if-match': z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'The ETag of the ticket as you know it: refused when it has changed since.' }),
});

/** A ticket; what a confidential one is about is null for those who may not read it. */
export const ticketSchema = z
  .strictObject({
    id: z.uuid(),
    number: z.int(),
    version: z.int(),
    state: z.enum(STATES),
    urgency: z.enum(URGENCIES),
    restricted: z.boolean(),
    readable: z.boolean().openapi({ description: 'Whether you may read what it is about.' }),
    need: z.enum(NEEDS).nullable(),
    summary: z.string().nullable(),
    personId: z.uuid().nullable(),
    siteId: z.uuid().nullable(),
    teamId: z.uuid().nullable(),
    ownerId: z.uuid().nullable(),
    source: z.enum(['chat', 'call', 'walk-in', 'found']),
    openedAt: instant,
    claimedAt: instant.nullable(),
    answeredAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    dueAt: instant.nullable(),
  })
  .openapi('Ticket');

const lineSchema = z
  .strictObject({
    id: z.int(),
    kind: z.enum(['traveller', 'staff', 'note', 'event']),
    at: instant,
    staffId: z.uuid().nullable(),
    restricted: z.boolean(),
    text: z.string().nullable().openapi({ description: 'Null where you may not read it.' }),
    files: z.int().openapi({ description: 'How many files came with it.' }),
  })
  .openapi('Line');

/** A ticket with what was said on it. */
export const ticketDetailSchema = z
  .strictObject({ ...ticketSchema.shape, transcript: z.array(lineSchema) })
  .openapi('TicketWithTranscript');

/** A ticket to be opened. */
export const newTicketSchema = z
  .strictObject({
    personId: z.uuid(),
    need: z.enum(NEEDS),
    urgency: z.enum(URGENCIES).default('normal'),
    text: words(4000),
  })
  .openapi('NewTicket');

/** Words that are needed, or may be left out. */
export const textBody = z.strictObject({ text: words(4000) }).openapi('Words');
/** What is noted. */
export const noteBody = z
  .strictObject({
    text: words(4000),
    restricted: z.boolean().default(false).openapi({
      description: 'Only medics, counsellors, supervisors and the owner read it.',
    }),
  })
  .openapi('Note');
/** How a ticket is resolved. */
export const resolveBody = z
  .strictObject({ text: words(4000).optional().openapi({ description: 'Sent to the traveller first.' }) })
  .openapi('Resolution');
/** To whom a ticket is offered. */
export const transferBody = z
  .union([z.strictObject({ staffId: z.uuid() }), z.strictObject({ teamId: z.uuid() })])
  .openapi('Transfer');
/** What a ticket is about. */
export const needBody = z.strictObject({ need: z.enum(NEEDS) }).openapi('NeedChange');
/** How urgent it is. */
export const urgencyBody = z.strictObject({ urgency: z.enum(URGENCIES) }).openapi('UrgencyChange');

/** Somebody on the roster, as listed. */
export const personSchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string().nullable(),
    room: z.string().nullable(),
    siteId: z.uuid().nullable(),
    jurisdiction: z.string().nullable(),
    care: z.array(z.enum(CARE_KINDS)),
    state: z.enum(STAY_STATES).nullable().openapi({ description: 'Of the latest stay.' }),
    releaseOn: day.nullable(),
  })
  .openapi('Person');

/** Somebody on the roster. */
export const personDetailSchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string().nullable(),
    room: z.string().nullable(),
    site: z.string().nullable(),
    jurisdiction: z.string().nullable(),
    languages: z.array(z.string()),
    state: z.enum(STAY_STATES).nullable(),
    flight: z.string().nullable(),
    entryOn: day.nullable(),
    care: z.array(z.enum(CARE_KINDS)),
    openTickets: z.array(z.int()),
    numbers: z
      .strictObject({
        phone: z.string().nullable(),
        documentType: z.string().nullable(),
        documentNumber: z.string().nullable(),
        contactName: z.string().nullable(),
        contactPhone: z.string().nullable(),
      })
      .nullable()
      .openapi({ description: 'Only with include=numbers.' }),
  })
  .openapi('PersonDetail');

/** One stay. */
export const staySchema = z
  .strictObject({
    id: z.uuid(),
    personId: z.uuid(),
    siteId: z.uuid().nullable(),
    state: z.enum(STAY_STATES),
    flight: z.string().nullable(),
    entryOn: day.nullable(),
    arrivedAt: instant.nullable(),
    endedAt: instant.nullable(),
    releaseOn: day.nullable(),
    homeUntil: day.nullable(),
    nextTestOn: day.nullable(),
  })
  .openapi('Stay');
