/** One of several processes that handle what is stored in the database named first, with the key in the directory named next. */
import { openStore } from '../src/store/open.ts';
import { startApp } from './desk.ts';

const store = await openStore({ databaseUrl: process.argv[2], dataDir: process.argv[3] ?? '' });
process.once('message', () => void startApp(store));
process.once('SIGTERM', () => process.exit(0));
process.send?.('ready');
