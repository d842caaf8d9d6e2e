/** Where a backup is read from: a server, or the directory of an embedded database that nobody else has open. */
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { explainConnection } from './postgres-errors.ts';

/** One connection with one unchanging view of the database. */
export interface DumpSource {
  readonly kind: 'embedded' | 'postgres';
  query<T>(sql: string): Promise<T[]>;
  /** Runs `COPY … TO STDOUT` and hands over the bytes as they come; rows may be cut anywhere. */
  copyOut(statement: string, onBytes: (bytes: Uint8Array) => void): Promise<void>;
  close(): Promise<void>;
}

/** Texts of values must not depend on how a server or a user is set up; nor may a long backup be cut off. */
const SETTINGS = `SET TIME ZONE 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
SET bytea_output = 'hex'; SET extra_float_digits = 1; SET client_encoding = 'UTF8'; SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0`;
const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** A view of a server's database as it is now; others go on writing. Throws StartupError where there is none. */
export async function openServerSource(connectionString: string): Promise<DumpSource> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, keepAlive: true });
  client.on('error', () => {}); // the query in progress fails with the same error
  try {
    await client.connect();
    await client.query(SETTINGS);
    await client.query(SNAPSHOT);
  } catch (error) {
    await client.end().catch(() => {});
    throw explainConnection(error, connectionString);
  }
  return {
    kind: 'postgres',
    query: async <T>(sql: string) => (await client.query(sql)).rows as T[],
    async copyOut(statement, onBytes) {
      for await (const bytes of client.query(copyTo(statement))) onBytes(bytes as Buffer);
    },
    close: () => client.end(),
  };
}

/** Opens the directory with few pages in memory; the caller sees to it that no other process has it open. */
export async function openEmbeddedSource(directory: string): Promise<DumpSource> {
  const pglite = await PGlite.create(directory, {
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
  });
  await pglite.exec(`${SETTINGS}; ${SNAPSHOT}`);
  return {
    kind: 'embedded',
    query: async <T>(sql: string) => (await pglite.query<T>(sql)).rows,
    async copyOut(statement, onBytes) {
      const reader = new CopyReader(onBytes);
      await pglite.execProtocolRawStream(simpleQuery(statement), { onRawData: (raw) => reader.add(raw) });
      reader.end();
    },
    close: () => pglite.close(),
  };
}

/** PostgreSQL's message Query. */
function simpleQuery(sql: string): Uint8Array {
  const text = Buffer.from(`${sql}\0`);
  const message = Buffer.alloc(5 + text.length);
  message.write('Q');
  message.writeInt32BE(4 + text.length, 1);
  text.copy(message, 5);
  return message;
}

/** Takes the data of COPY out of PostgreSQL's messages (a letter, a length, a body), however they are cut. */
class CopyReader {
  #left: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #length = 0;
  #wanted = 5;
  #error: string | undefined;
  readonly #onBytes: (bytes: Uint8Array) => void;

  constructor(onBytes: (bytes: Uint8Array) => void) {
    this.#onBytes = onBytes;
  }

  add(raw: Uint8Array): void {
    // Copied, because the memory belongs to the database. Joined only once a whole message is there.
    this.#parts.push(Buffer.from(raw));
    this.#length += raw.length;
    if (this.#length < this.#wanted) return;
    this.#left = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    this.#read();
    this.#parts = [this.#left];
    this.#length = this.#left.length;
  }

  #read(): void {
    let at = 0;
    this.#wanted = 5;
    while (this.#left.length - at >= 5) {
      const size = 1 + this.#left.readInt32BE(at + 1);
      if (this.#left.length - at < size) {
        this.#wanted = size;
        break;
      }
      const body = this.#left.subarray(at + 5, at + size);
      const letter = this.#left[at];
      if (letter === 0x64) this.#onBytes(body);
      if (letter === 0x45) this.#error = body.toString('utf8').replaceAll('\0', ' ');
      at += size;
    }
    this.#left = this.#left.subarray(at);
  }

  /** Throws what the database answered instead of data. */
  end(): void {
    if (this.#error !== undefined) throw new Error(`the database could not be read: ${this.#error}`);
    if (this.#length > 0) throw new Error('the database stopped in the middle of a row');
  }
}
