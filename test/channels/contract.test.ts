import { channelContract } from './contract.ts';
import { harness as telegram } from './telegram/contract-harness.ts';
import { harness as web } from './web/contract-harness.ts';
import { harness as wechat } from './wechat/contract-harness.ts';

for (const [name, harness] of Object.entries(telegram)) channelContract(name, harness);
channelContract('wechat', wechat);
channelContract('web', web);
