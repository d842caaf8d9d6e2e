import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Context, Hono } from 'hono';

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly bytes: Buffer;
  readonly gzip?: Buffer;
}

/** The page's static files, read once, and a version that changes when any of them does. */
export interface Assets {
  readonly version: string;
  get(name: string): Asset | undefined;
  /** Address of a file, good for ever because it names the version. */
  url(name: string): string;
}

/** Reads the files under public/. */
export function loadAssets(): Assets {
  const folder = join(import.meta.dirname, 'public');
  const files = new Map<string, Asset>();
  const all = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    const type = TYPES[name.split('.').pop() ?? ''];
    if (!type) continue;
    const bytes = readFileSync(join(folder, name));
    all.update(name).update(bytes);
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    files.set(name, {
      type,
      etag,
      bytes,
      ...(type.startsWith('image/png') ? {} : { gzip: gzipSync(bytes) }),
    });
  }
  const version = all.digest('hex').slice(0, 12);
  return { version, get: (name) => files.get(name), url: (name) => `/assets/${version}/${name}` };
}

/** GET /assets/<version>/<file>, and the service worker at the root so that it may serve the whole site. */
export function assetRoutes(routes: Hono, assets: Assets): void {
  routes.get('/assets/:version/:name', (c) => {
    // A page from before an update asks for its own version: it gets today's file, and keeps no copy.
    const current = c.req.param('version') === assets.version;
    return serve(
      c,
      assets.get(c.req.param('name')),
      current ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
  });
  routes.get('/sw.js', (c) => serve(c, assets.get('sw.js'), 'no-cache'));
  routes.get('/favicon.ico', (c) => serve(c, assets.get('icon-192.png'), 'public, max-age=86400'));
}

function serve(c: Context, asset: Asset | undefined, cacheControl: string): Response {
  if (!asset) return c.text('No such file', 404, { 'Cache-Control': 'no-store' });
  const headers = new Headers({
    'Content-Type': asset.type,
    'Cache-Control': cacheControl,
    ETag: asset.etag,
    Vary: 'Accept-Encoding',
  });
  if (c.req.header('if-none-match') === asset.etag) return new Response(null, { status: 304, headers });
  const zipped =
    asset.gzip && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') ? asset.gzip : undefined;
  if (zipped) headers.set('Content-Encoding', 'gzip');
  return new Response(new Uint8Array(zipped ?? asset.bytes), { headers });
}
