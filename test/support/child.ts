/** Child processes for tests that kill: Node on a TypeScript file of this project, its lines to be waited for. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A running script. */
export interface Child {
  readonly process: ChildProcess;
  /** Everything it wrote so far, both streams. */
  readonly lines: string[];
  /** Resolves with the first line, past or future, that holds `text`; rejects when the process ends without. */
  line(text: string): Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  kill(signal: NodeJS.Signals): Promise<number | string>;
}

/** Starts `script`; it is killed at the latest when this process ends. */
export function startChild(script: URL, args: string[] = [], env: Record<string, string> = {}): Child {
  const child = spawn(process.execPath, [script.pathname, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const watch of watchers) watch();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const find = (text: string) => lines.find((line) => line.includes(text));
  const line = async (text: string): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const watch = () => {
      const found = find(text);
      if (found !== undefined) resolve(found);
    };
    watchers.add(watch);
    watch();
    ended.then(() => reject(new Error(`ended without "${text}":\n${lines.join('\n')}`)));
    return promise.finally(() => watchers.delete(watch));
  };
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  process.once('exit', () => child.kill('SIGKILL'));
  return { process: child, lines, line, ended, kill };
}
