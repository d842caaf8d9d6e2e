/** What the terminal shows when the program is up. */
import QRCode from 'qrcode';
import type { Config } from './config.ts';
import type { Running } from './run.ts';

/** One block: where everything is, the code for the first administrator, and what else there is to say. */
export function welcome(config: Config, running: Running, more: readonly [string, string][] = []): string {
  const store = config.DATABASE_URL ? 'PostgreSQL' : `embedded, in ${config.DATA_DIR}`;
  const lines: [string, string][] = [];
  if (running.url) {
    lines.push(
      ['Traveller chat', `${running.url}/`],
      ['Staff desk', `${running.url}/desk`],
      ['QR poster', `${running.url}/qr`],
    );
  }
  lines.push(
    ['Channels', running.platforms.own.map((channel) => channel.id).join(', ') || 'none'],
    ['Database', store],
  );
  if (running.setupCode)
    lines.push([
      'Setup code',
      `${running.setupCode}   (open the staff desk and enter it: you become the administrator)`,
    ]);
  lines.push(...more);
  const width = Math.max(...lines.map(([name]) => name.length));
  return [
    '',
    'Homeward is running.',
    ...lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
  ].join('\n');
}

/** Draws a login code in the terminal. */
export function printQr(qr: string): void {
  QRCode.toString(qr, { type: 'terminal', small: true }, (error, drawn) => {
    if (!error) console.log(`Scan with WeChat to log in:\n${drawn}`);
  });
}
