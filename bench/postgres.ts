/** Databases for benchmarks on the server that BENCH_DATABASE_URL names. */
import pg from 'pg';

/** The server's address; undefined leaves PostgreSQL out of the benchmarks. */
export const serverUrl = process.env.BENCH_DATABASE_URL;

let databases = 0;

/** A new, empty database. */
export async function createDatabase(): Promise<string> {
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set');
  const name = `homeward_bench_${process.pid}_${++databases}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
