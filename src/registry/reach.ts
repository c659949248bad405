import { BlockList, isIP, isIPv6 } from 'node:net';
import { withoutTrailing } from '../core/trailing';

/**
 * How far from the open network an address lies, by the registries of special addresses
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, iana-ipv6-special-registry): `machine` is this computer itself, and
 * `linkLocal` what only its neighbours see, as the services do that tell machines in clouds their credentials. `none` can be no
 * server. 198.18.0.0/15 counts as public: proxies on many desktops give such addresses to every name.
 */
export type Reach = 'public' | 'private' | 'linkLocal' | 'machine' | 'none';

const blocks: readonly (readonly [Reach, readonly string[]])[] = [
  ['machine', ['127.0.0.0/8', '0.0.0.0/8', '::/128', '::1/128']],
  ['linkLocal', ['169.254.0.0/16', 'fe80::/10']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10', '64:ff9b:1::/48']],
  ['none', ['224.0.0.0/4', '240.0.0.0/4', 'ff00::/8', '100::/64']],
];

const lists = blocks.map(([reach, subnets]) => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', prefix] = subnet.split('/');
    list.addSubnet(network, Number(prefix), familyOf(network));
  }
  return { reach, list };
});

/** Addresses of IPv6 that stand for one of IPv4: its first groups, and how many groups stand before the four bytes. */
const embedding: readonly (readonly [first: readonly number[], before: number])[] = [
  [[0, 0, 0, 0, 0, 0], 6],
  [[0, 0, 0, 0, 0, 0xffff], 6],
  [[0, 0, 0, 0, 0xffff, 0], 6],
  [[0x64, 0xff9b, 0, 0, 0, 0], 6],
  [[0x2002], 1],
];

/** Where an IP address leads; what is no address leads nowhere. */
export function reachOfAddress(text: string): Reach {
  const address = text.replace(/%.*$/s, '');
  const family = isIP(address);
  if (family === 0) return 'none';
  const known = lists.find(({ list }) => list.check(address, familyOf(address)))?.reach;
  if (known !== undefined || family === 4) return known ?? 'public';
  const inner = embedded(address);
  return inner === undefined ? 'public' : reachOfAddress(inner);
}

/**
 * Where the host of a URL leads, as far as its text tells; undefined for a name that must be looked up. URLs have turned every way
 * to write an address into one already (`0x7f.1`, `2130706433`).
 */
export function reachOfHost({ hostname }: Pick<URL, 'hostname'>): Reach | undefined {
  const host = withoutTrailing(hostname, '.').toLowerCase();
  const address = host.startsWith('[') ? host.slice(1, -1) : host;
  if (isIP(address) !== 0) return reachOfAddress(address);
  // The names that systems give to themselves without asking anybody.
  return /(?:^|\.)localhost$|^localhost[46]?(?:\.localdomain[46]?)?$|^ip6-(?:localhost|loopback)$/.test(host) ? 'machine' : undefined;
}

/**
 * Whether somebody at `from` may lead to `to`: never further in, and to a neighbour's address only from one. The open network may
 * lead to a private one where a certificate says that this is the server meant, so by HTTPS and by name; a store of layers may be
 * seen from within only.
 */
export function mayLead(from: Reach, to: Reach, { protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): boolean {
  switch (to) {
    case 'public':
      return true;
    case 'private':
      return from !== 'public' || (protocol === 'https:' && reachOfHost({ hostname }) === undefined);
    case 'linkLocal':
    case 'machine':
      return from === to;
    case 'none':
      return false;
  }
}

/** The one of two that may lead to less. */
export function narrower(first: Reach, second: Reach): Reach {
  const order: readonly Reach[] = ['none', 'public', 'private', 'linkLocal', 'machine'];
  return order.indexOf(first) < order.indexOf(second) ? first : second;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** The IPv4 address that an IPv6 address stands for. */
function embedded(address: string): string | undefined {
  const groups = groupsOf(address);
  const place = embedding.find(([first]) => first.every((group, index) => groups[index] === group));
  if (!place) return undefined;
  return groups
    .slice(place[1], place[1] + 2)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const read = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [read(before), read(after ?? '')];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}
