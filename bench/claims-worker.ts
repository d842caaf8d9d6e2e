/** One of several processes that handle what is stored in the database named by the first argument. */
import { openStore } from '../src/store/open.ts';
import { startApp } from './desk.ts';

const store = await openStore({ dataDir: '', databaseUrl: process.argv[2] });
process.once('message', () => void startApp(store));
process.once('SIGTERM', () => process.exit(0));
process.send?.('ready');
