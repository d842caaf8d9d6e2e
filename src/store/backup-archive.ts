/**
 * The file of a backup: a tar archive compressed with zstd, so that `tar --zstd -tf` reads it too. First `homeward.json`,
 * then each table in pieces of whole rows (`tables/<table>/<number>.copy`, PostgreSQL's COPY text format), files
 * (`files/<name>`), and last `manifest.json`, which says what must have come before it.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { constants, createZstdDecompress, zstdCompressSync } from 'node:zlib';
import { Header } from 'tar';
import { z } from 'zod';
import { UserError } from '../errors.ts';

/** The version of this format. */
export const FORMAT = 1;

const ARCHIVE = 'homeward.json';
const MANIFEST = 'manifest.json';
const BLOCK = 512;
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } };

/** Files of DATA_DIR that belong to a backup: the logins that platforms would otherwise ask for anew. No other is ever written. */
export const LOGINS = /^[^/\\]+\.memory-card\.json$/;

const part = { rows: z.int(), bytes: z.int(), sha256: z.string() };
const manifest = z.object({
  format: z.literal(FORMAT),
  createdAt: z.string(),
  database: z.enum(['embedded', 'postgres']),
  /** Every migration that the database had. */
  migrations: z.array(z.string()),
  /** The ids of the keys that numbers in it are encrypted with. The keys themselves are never in a backup. */
  keys: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), ...part })),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })),
  files: z.array(z.object({ name: z.string().regex(LOGINS), bytes: z.int(), sha256: z.string() })),
});

/** What a backup holds. */
export type Manifest = z.output<typeof manifest>;

/** What one table or file comes to; `rows` are line ends, which no row has within. */
class Tally {
  rows = 0;
  bytes = 0;
  readonly #hash: Hash = createHash('sha256');

  add(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.#hash.update(bytes);
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) this.rows += 1;
  }

  total() {
    return { rows: this.rows, bytes: this.bytes, sha256: this.#hash.copy().digest('hex') };
  }
}

/** Writes a new archive piece by piece; nothing but the piece at hand is in memory. */
export interface ArchiveWriter {
  addPiece(table: string, bytes: Uint8Array): void;
  /** What was added to a table so far. */
  total(table: string): { rows: number; bytes: number; sha256: string };
  addFile(name: string, bytes: Uint8Array): { name: string; bytes: number; sha256: string };
  /** Writes the manifest and waits until the disk has everything. */
  finish(contents: Manifest): void;
  close(): void;
}

/** Begins an archive in a file that must not be there yet, readable by its owner only. */
export function createArchive(path: string): ArchiveWriter {
  const file = openSync(path, 'wx', 0o600);
  const tallies = new Map<string, Tally>();
  let pieces = 0;
  const write = (bytes: Uint8Array): void => {
    const packed = zstdCompressSync(bytes, ZSTD);
    for (let at = 0; at < packed.length; ) at += writeSync(file, packed, at);
  };
  const addEntry = (name: string, bytes: Uint8Array): void => {
    const header = Buffer.alloc(BLOCK);
    new Header({ path: name, mode: 0o600, size: bytes.length, type: 'File', mtime: new Date(0) }).encode(
      header,
    );
    write(Buffer.concat([header, bytes, Buffer.alloc(paddingOf(bytes.length))]));
  };
  const tally = (table: string): Tally => {
    const known = tallies.get(table) ?? new Tally();
    tallies.set(table, known);
    return known;
  };
  addEntry(ARCHIVE, toJson({ format: FORMAT }));
  return {
    addPiece(table, bytes) {
      pieces += 1;
      tally(table).add(bytes);
      addEntry(`tables/${table}/${String(pieces).padStart(8, '0')}.copy`, bytes);
    },
    total: (table) => tally(table).total(),
    addFile(name, bytes) {
      addEntry(`files/${name}`, bytes);
      return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    finish(contents) {
      addEntry(MANIFEST, toJson(contents));
      write(Buffer.alloc(2 * BLOCK));
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

/** One piece of an archive as it is read. */
export type Piece =
  | { readonly kind: 'table'; readonly table: string; readonly bytes: Buffer }
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Buffer };

/** Reads an archive once, in the order it was written; throws a UserError at what is damaged. */
export async function* readPieces(path: string): AsyncGenerator<Piece> {
  for await (const { name, bytes } of readEntries(path)) {
    const piece = /^(?:tables\/([^/]+)\/\d+\.copy|files\/([^/]+))$/.exec(name);
    if (piece?.[1]) yield { kind: 'table', table: piece[1], bytes };
    else if (piece?.[2]) yield { kind: 'file', name: piece[2], bytes };
  }
}

/** Reads all of an archive and compares it with its manifest: what this returns is what is in the file. */
export async function verifyArchive(path: string): Promise<Manifest> {
  const tallies = new Map<string, Tally>();
  let contents: Manifest | undefined;
  for await (const { name, bytes } of readEntries(path)) {
    if (name === MANIFEST) contents = readManifest(path, bytes);
    const part = /^(tables\/[^/]+|files\/[^/]+)/.exec(name)?.[1];
    if (!part) continue;
    const tally = tallies.get(part) ?? new Tally();
    tallies.set(part, tally);
    tally.add(bytes);
  }
  if (!contents) throw damaged(path, 'it ends too early');
  for (const table of contents.tables) compare(path, table.name, table, tallies.get(`tables/${table.name}`));
  for (const { name, sha256 } of contents.files) {
    if (tallies.get(`files/${name}`)?.total().sha256 !== sha256) throw damaged(path, name);
  }
  // What no checksum vouches for would be written beside the database all the same.
  const files = new Set(contents.files.map(({ name }) => `files/${name}`));
  const more = [...tallies.keys()].find((name) => name.startsWith('files/') && !files.has(name));
  if (more) throw damaged(path, more);
  return contents;
}

function compare(path: string, name: string, wanted: Manifest['tables'][number], tally = new Tally()): void {
  const { rows, bytes, sha256 } = tally.total();
  if (rows !== wanted.rows || bytes !== wanted.bytes || sha256 !== wanted.sha256) throw damaged(path, name);
}

function readManifest(path: string, bytes: Buffer): Manifest {
  const parsed = manifest.safeParse(JSON.parse(bytes.toString('utf8')));
  if (!parsed.success) throw damaged(path, MANIFEST);
  return parsed.data;
}

async function* readEntries(path: string): AsyncGenerator<{ name: string; bytes: Buffer }> {
  const bytes = createByteReader(path);
  let isFirst = true;
  try {
    for (;;) {
      const block = await bytes.take(BLOCK);
      const header = block && new Header(block);
      if (!block || header?.nullBlock) break;
      if (!header?.cksumValid || header.path === undefined)
        throw isFirst ? notOne(path) : damaged(path, 'tar');
      if (isFirst && header.path !== ARCHIVE) throw notOne(path);
      const size = header.size ?? 0;
      const body = await bytes.take(size + paddingOf(size));
      if (!body) throw damaged(path, header.path);
      if (isFirst && JSON.parse(body.subarray(0, size).toString('utf8')).format !== FORMAT) throw newer(path);
      isFirst = false;
      yield { name: header.path, bytes: body.subarray(0, size) };
    }
  } catch (error) {
    throw explain(path, error, isFirst);
  } finally {
    bytes.close();
  }
  if (isFirst) throw notOne(path);
}

/** Hands out a decompressed file in exactly the lengths asked for; undefined at its end. */
function createByteReader(path: string) {
  const zstd = createZstdDecompress();
  const stream: Readable = pipeline(createReadStream(path), zstd, () => {});
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let left: Buffer[] = [];
  let length = 0;
  return {
    async take(wanted: number): Promise<Buffer | undefined> {
      while (length < wanted) {
        const { value, done } = await chunks.next();
        if (done) return undefined;
        left.push(value);
        length += value.length;
      }
      const all = left.length === 1 && left[0] ? left[0] : Buffer.concat(left);
      left = [all.subarray(wanted)];
      length -= wanted;
      return all.subarray(0, wanted);
    },
    close: () => void stream.destroy(),
  };
}

/** Errors of the disk keep their code; errors of the decompression say what they mean. */
function explain(path: string, error: unknown, isFirst: boolean): unknown {
  if (error instanceof UserError) return error;
  const { code = '', message, syscall } = error as NodeJS.ErrnoException;
  if (syscall) return new UserError('staff-backup:error.unreadable', { path, code }, { cause: error });
  return isFirst ? notOne(path) : damaged(path, message, error);
}

const damaged = (path: string, where: string, cause?: unknown) =>
  new UserError('staff-backup:error.damaged', { path, where }, { cause });
const notOne = (path: string) => new UserError('staff-backup:error.not-one', { path });
const newer = (path: string) => new UserError('staff-backup:error.newer-format', { path });
const toJson = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`);
const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;
