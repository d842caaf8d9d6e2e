/** `npm run restore -- FILE [--into URL|DIR] [--yes] [--hold-outgoing] [--without-key]`: puts a backup back. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { type Config, placeOf } from '../config.ts';
import { toCsv } from '../domain/csv.ts';
import { shortTime } from '../domain/short-time.ts';
import { StartupError } from '../errors.ts';
import { type HeldMessage, listKeyIds, type RestoreResult, restore } from '../store/restore.ts';
import { fromHere, runCommand, type Setting } from './setting.ts';

const OPTIONS = {
  into: { type: 'string' },
  yes: { type: 'boolean', default: false },
  'hold-outgoing': { type: 'boolean', default: false },
  'without-key': { type: 'boolean', default: false },
} as const;

async function main(setting: Setting): Promise<void> {
  const { config, say } = setting;
  const { file, values } = readArguments(say('staff-backup:usage.restore'));
  const path = fromHere(file);
  const place = placeFor(config, values.into);
  const result = await restore({
    ...place,
    path,
    isReplacing: values.yes,
    holdsOutgoing: values['hold-outgoing'],
    keys: values['without-key'] ? undefined : await listKeyIds(place),
  });
  const at = Temporal.Instant.from(result.contents.createdAt);
  console.log(
    say('staff-backup:cli.restored', {
      at: shortTime(at, systemClock.now(), config.TIME_ZONE),
      count: result.contents.tables.reduce((sum, { rows }) => sum + rows, 0),
      where: place.databaseUrl ? 'PostgreSQL' : place.dataDir,
    }),
  );
  await report(setting, path, result);
}

function readArguments(usage: string) {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    const [file] = positionals;
    if (file && positionals.length === 1) return { file, values };
  } catch {
    // An option that there is not: the usage says which there are.
  }
  throw new StartupError(usage);
}

/** The database named by `--into`, else this installation's own; logins and the key are where the data directory is. */
function placeFor(config: Config, into: string | undefined) {
  const own = placeOf(config);
  if (into === undefined) return own;
  if (/^postgres(ql)?:\/\//.test(into)) return { ...own, databaseUrl: into };
  return { ...own, databaseUrl: undefined, dataDir: fromHere(into) };
}

async function report({ say }: Setting, path: string, result: RestoreResult): Promise<void> {
  const { migrated, aside, held, contents } = result;
  if (migrated.length > 0) console.log(say('staff-backup:cli.migrated', { count: migrated.length }));
  if (aside) console.log(say('staff-backup:cli.aside', { path: aside }));
  if (contents.files.length > 0)
    console.log(say('staff-backup:cli.logins', { count: contents.files.length }));
  if (held.length > 0) {
    const list = `${path}.held.csv`;
    await writeFile(list, heldList(held), { mode: 0o600 });
    console.log(say('staff-backup:cli.held', { count: held.length, path: list }));
  }
  console.log(say('staff-backup:cli.once'));
}

/** Which messages were not sent: where to, about which ticket, and from when; their words are in the database. */
const heldList = (held: readonly HeldMessage[]): string =>
  toCsv([
    ['account', 'chat', 'kind', 'ticket', 'created'],
    ...held.map(({ account, chat, kind, ticket, createdAt }) => [
      account,
      chat,
      kind,
      ticket === null ? null : String(ticket),
      createdAt.toISOString(),
    ]),
  ]);

await runCommand(main);
