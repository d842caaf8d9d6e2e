/** The floor: a bare grammY bot that commits one SQLite row and sends the same two messages. Run as a child. */
import { DatabaseSync } from 'node:sqlite';
import { Bot } from 'grammy';

const [token = '', apiRoot = '', group = '', file = ':memory:', card = '', answer = ''] =
  process.argv.slice(2);
const db = new DatabaseSync(file);
db.exec(
  'PRAGMA journal_mode = WAL; CREATE TABLE ticket (number INTEGER PRIMARY KEY, chat INTEGER, text TEXT)',
);
const insert = db.prepare('INSERT INTO ticket (chat, text) VALUES (?, ?)');
const bot = new Bot(token, { client: { apiRoot } });
bot.on('message:text', async (context) => {
  db.exec('BEGIN');
  const { lastInsertRowid } = insert.run(context.chat.id, context.msg.text);
  db.exec('COMMIT');
  await context.api.sendMessage(group, `#${lastInsertRowid}\n${card}`);
  await context.reply(`#${lastInsertRowid} ${answer}`);
});
process.on('message', () => {
  const { maxRSS } = process.resourceUsage();
  process.send?.({ cpu: process.cpuUsage(), peakRss: maxRSS * 1024, rss: process.memoryUsage.rss() });
});
process.once('SIGTERM', () => process.exit(0));
void bot.start({ onStart: () => void process.send?.('ready') });
