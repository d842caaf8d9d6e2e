/** The environment as one checked value. Every wrong variable is named in one message. */
import { z } from 'zod';
import { LOCALES } from './domain/locale.ts';
import { timeZoneNamed } from './domain/time-zone.ts';

/** What a process does: hold platform connections, handle messages, serve pages. */
const ROLES = ['gateway', 'worker', 'console'] as const;
const blank = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blank, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((given) => blank(given) ?? value, schema);

const timeZone = z
  .string()
  .refine((name) => timeZoneNamed(name) !== undefined, 'must be a time zone such as Asia/Shanghai');
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an address such as https://bot.example.org' });
const roles = z
  .string()
  .transform((list) => list.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(ROLES, { error: `must be some of ${ROLES.join(', ')}, separated by commas` })).min(1));

const KEY_BYTES = 32;
const dataKey = z
  .string()
  .transform((text) => Uint8Array.from(Buffer.from(text, 'base64')))
  .refine(
    (key) => key.length === KEY_BYTES,
    `must be ${KEY_BYTES} bytes in base64: openssl rand -base64 ${KEY_BYTES}`,
  );

/** What is wrong only beside others is named even when others are wrong themselves: any value may be missing then. */
const always = (): boolean => true;
const isPartOf = (list: unknown): boolean =>
  Array.isArray(list) && !ROLES.every((role) => list.includes(role));

const KEEP_ERROR = 'must be a number from 1 to 9999';
const PORT_ERROR = 'must be a number from 0 to 65535 (0 takes any free one)';

const schema = z
  .object({
    HOST: withDefault(z.string().min(1), '127.0.0.1'),
    PORT: withDefault(
      z.coerce.number(PORT_ERROR).int(PORT_ERROR).min(0, PORT_ERROR).max(65535, PORT_ERROR),
      8080,
    ),
    PUBLIC_URL: optional(httpUrl),
    DATA_DIR: withDefault(z.string().min(1), './data'),
    DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must begin with postgresql://' })),
    DATA_KEY: optional(dataKey),
    DATA_KEY_OLD: optional(dataKey),
    SETUP_CODE: optional(z.string().min(6, 'must have at least 6 characters')),
    DEFAULT_LOCALE: withDefault(z.enum(LOCALES, { error: `must be one of ${LOCALES.join(', ')}` }), 'en'),
    TIME_ZONE: withDefault(timeZone, 'UTC'),
    LOG_LEVEL: withDefault(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'warn'),
    ROLES: withDefault(roles, ROLES.join(',')),
    PAGE_MINUTES: withDefault(
      z
        .string()
        .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/, 'must be minutes separated by commas, such as 1,3,5')
        .transform((list) => list.split(',').map(Number)),
      '1,3,5',
    ),
    BACKUP_DIR: optional(z.string().min(1)),
    BACKUP_AT: withDefault(
      z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 03:30')
        .transform((time) => Temporal.PlainTime.from(time)),
      '03:30',
    ),
    BACKUP_KEEP: withDefault(
      z.coerce.number(KEEP_ERROR).int(KEEP_ERROR).min(1, KEEP_ERROR).max(9999, KEEP_ERROR),
      7,
    ),
    ALLOW_PRIVATE_WEBHOOKS: withDefault(
      z.enum(['yes', 'no'], { error: 'must be yes or no' }).transform((word) => word === 'yes'),
      'no',
    ),
    METRICS_TOKEN: optional(z.string().min(8, 'must have at least 8 characters')),
    OUTBOX_ALARM_MINUTES: withDefault(
      z
        .string()
        .regex(/^\d+(\.\d+)?,\d+(\.\d+)?$/, 'must be two numbers of minutes, such as 2,60')
        .transform((pair) => {
          const [answers = 0, bulk = 0] = pair.split(',').map(Number);
          return { answers, bulk };
        }),
      '2,60',
    ),
    TELEGRAM_BOT_TOKEN: optional(
      z.string().regex(/^\d+:[\w-]{4,}$/, 'must look like 123456:ABC-DEF, as BotFather gives it'),
    ),
    TELEGRAM_DRIVER: withDefault(z.enum(['grammy', 'telegraf']), 'grammy'),
    TELEGRAM_API_ROOT: withDefault(httpUrl, 'https://api.telegram.org'),
    TELEGRAM_WEBHOOK_SECRET: optional(
      z.string().regex(/^[\w-]{8,256}$/, 'must be 8-256 letters, digits, _ or -'),
    ),
    WECHATY_PUPPET: optional(z.string().regex(/^[@\w./-]+$/, 'must be the name of a puppet package')),
    WECHATY_PUPPET_TOKEN: optional(z.string().min(1)),
  })
  .refine((env) => !env.TELEGRAM_WEBHOOK_SECRET || String(env.PUBLIC_URL).startsWith('https://'), {
    path: ['PUBLIC_URL'],
    message: 'is needed by TELEGRAM_WEBHOOK_SECRET and must begin with https://',
    when: always,
  })
  .refine((env) => !env.DATA_KEY_OLD || Boolean(env.DATA_KEY), {
    path: ['DATA_KEY'],
    message: 'is needed by DATA_KEY_OLD: the key to change to',
    when: always,
  })
  .refine((env) => !env.DATA_KEY_OLD || String(env.DATA_KEY_OLD) !== String(env.DATA_KEY), {
    path: ['DATA_KEY_OLD'],
    message: 'must be another key than DATA_KEY',
    when: always,
  })
  .refine((env) => !env.WECHATY_PUPPET_TOKEN || Boolean(env.WECHATY_PUPPET), {
    path: ['WECHATY_PUPPET'],
    message: 'is needed by WECHATY_PUPPET_TOKEN',
    when: always,
  })
  .refine((env) => !isPartOf(env.ROLES) || Boolean(env.DATABASE_URL), {
    path: ['ROLES'],
    message: `must name ${ROLES.join(', ')} with the embedded database, which one process has for itself: set DATABASE_URL to share a PostgreSQL server`,
    when: always,
  })
  .refine((env) => !isPartOf(env.ROLES) || Boolean(env.PUBLIC_URL), {
    path: ['PUBLIC_URL'],
    message: 'is needed where ROLES names only some: every process writes links to the same pages',
    when: always,
  });

/** The checked environment. */
export type Config = z.output<typeof schema>;

/** Where the database is and what its numbers are encrypted with, as `openStore` wants it. */
export function placeOf(config: Config) {
  const { DATA_DIR, DATABASE_URL, DATA_KEY: current, DATA_KEY_OLD: old } = config;
  return { dataDir: DATA_DIR, databaseUrl: DATABASE_URL, keys: current && { current, old } };
}

/** The environment as a Config, or one line for every variable that is wrong. */
export function parseConfig(
  env: Record<string, string | undefined>,
): { config: Config } | { problems: string[] } {
  const result = schema.safeParse(env);
  if (result.success) return { config: result.data };
  const first = new Map<string, string>();
  for (const { path, message } of result.error.issues) {
    const name = String(path[0]);
    if (!first.has(name)) first.set(name, `${name} ${message}`);
  }
  return { problems: [...first.values()] };
}
