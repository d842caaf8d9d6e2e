/** A gateway's whole life with WeChat in a process of its own; prints what it saw as JSON. */
import { registerHooks } from 'node:module';

const loaded: string[] = [];
registerHooks({
  resolve(specifier, context, next) {
    loaded.push(specifier);
    return next(specifier, context);
  },
});
const sdk = (): string[] => loaded.filter((name) => /^(?:wechat|file-box|file-type)/u.test(name));

const { createWechat } = await import('../../../src/channels/wechat/index.ts');
const { silentLog } = await import('../../../src/log.ts');
const [dataDir] = process.argv.slice(2);
const base = {
  log: silentLog,
  keywords: [],
  texts: { fileMissing: () => '' },
  media: { keep: async () => '', open: async () => undefined },
  ...(dataDir ? { dataDir } : {}),
};
createWechat({ ...base, puppet: 'wechaty-puppet-mock' });
const beforeStart = sdk();
const rssBefore = process.memoryUsage.rss();

const { PuppetMock, mock } = await import('wechaty-puppet-mock');
const mocker = new mock.Mocker();
const puppet = new PuppetMock({ mocker });
const bot = mocker.createContact({ id: 'wxid_bot', name: 'Guitu' });
const ana = mocker.createContact({ id: 'wxid_ana', name: 'Ana' });
const channel = createWechat({ ...base, puppet });
const seen: (string | undefined)[] = [];
const online = Promise.withResolvers<void>();
const heard = Promise.withResolvers<void>();
await channel.start({
  onHealth: ({ state }) => state === 'online' && online.resolve(),
  onInbound: async (batch) => {
    seen.push(...batch.map(({ text }) => text));
    heard.resolve();
  },
});
mocker.login(bot);
await online.promise;
ana.say('a secret').to(bot);
await heard.promise;
await puppet.memory.set('login', 'cookie');
await puppet.memory.save();
await channel.stop();
console.log(
  JSON.stringify({
    beforeStart,
    seen,
    megabytes: Math.round((process.memoryUsage.rss() - rssBefore) / 2 ** 20),
  }),
);
