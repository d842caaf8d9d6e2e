import { BlockList, isIP } from 'node:net';

/** Networks that are nobody's on the internet, or this machine's own (IANA special-purpose registries). */
const RANGES: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Everything that is not of 2000::/3, and within it what leads elsewhere or is for examples.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/** Apart: a list that holds networks of both kinds takes every IPv4 number for one of ::ffff:0:0/96. */
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() } as const;
for (const [network, prefix] of RANGES) {
  const kind = network.includes(':') ? 'ipv6' : 'ipv4';
  blocked[kind].addSubnet(network, prefix, kind);
}

/** Whether this is the number of a machine anywhere on the internet; undefined when it is a name. */
export function isPublicAddress(address: string): boolean | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  const kind = version === 6 ? 'ipv6' : 'ipv4';
  return !blocked[kind].check(address, kind);
}
