/**
 * Adds to package-lock.json the builds for other platforms that a registry mirror did not offer when
 * `npm install` wrote it. Without these entries `npm ci` refuses the whole lock file.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const LOCK = new URL('../package-lock.json', import.meta.url);
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** The `os` and `cpu` fields such a package has, read from its name (`…-linux-x64-musl`). */
function platform(name) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  return os && cpu ? { cpu: [cpu], os: [os] } : undefined;
}

/** The entries missing from `packages`, by path. */
function missing(packages) {
  const found = {};
  for (const [path, parent] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const hoisted = `node_modules/${name}`;
      const fields = platform(name);
      if (packages[hoisted] || packages[`${path}/${hoisted}`] || !fields) continue;
      const { dev, peer } = parent;
      found[hoisted] = { version, ...(dev && { dev }), optional: true, ...(peer && { peer }), ...fields };
    }
  }
  return found;
}

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const added = missing(lock.packages);
const { '': root, ...rest } = { ...lock.packages, ...added };
const sorted = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => a.localeCompare(b, 'en')));
if (Object.keys(added).length > 0) {
  writeFileSync(LOCK, `${JSON.stringify({ ...lock, packages: { '': root, ...sorted } }, null, 2)}\n`);
}
console.log(`package-lock.json: ${Object.keys(added).length} entries for other platforms added`);
