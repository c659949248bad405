import { asObject, asText, asTexts, type Inspected, isEmpty, isSame } from './inspected';
import { csvLine, type OptionWords } from './option-words';

/** `--network` with what belongs to it. */
export function putNetworks(words: OptionWords, body: Inspected, host: Inspected): void {
  const endpoints = Object.entries(asObject(asObject(body['NetworkingConfig'])['EndpointsConfig'])).map(
    ([name, endpoint]) => [name, asObject(endpoint)] as const,
  );
  const mode = asText(host['NetworkMode']);
  const isFirst = ([name]: readonly [string, Inspected]): boolean => name === (mode || 'default');
  const [, first = {}] = endpoints.find(isFirst) ?? [];
  putFirst(words, mode, first, endpoints.length > 1);
  for (const [name, endpoint] of endpoints.filter((network) => !isFirst(network))) {
    words.add('--network', longText(name, endpoint));
    if (!isEmpty(endpoint['Links'])) words.leftOut(`NetworkSettings.Networks.${name}.Links`);
  }
  // A network of one's own has them too, where the command line has put them in both places.
  const ofNetwork = asTexts(first['Links']);
  const ofHost = asTexts(host['Links']).map(linkText);
  for (const link of isSame(ofNetwork, ofHost) ? ofHost : [...ofHost, ...ofNetwork]) words.add('--link', link);
}

/** `/db:/web/alias`, as engines tell it, is `db:alias`. */
function linkText(link: string): string {
  const told = /^\/([^:]+):.*\/([^/]+)$/s.exec(link);
  if (!told) return link;
  return told[1] === told[2] ? (told[1] ?? '') : `${told[1] ?? ''}:${told[2] ?? ''}`;
}

function putFirst(words: OptionWords, mode: string, endpoint: Inspected, isOneOfMany: boolean): void {
  const { DriverOpts, GwPriority } = endpoint;
  const long = longText(mode || 'default', { DriverOpts, GwPriority });
  if (mode !== '' || isOneOfMany || long.includes('=')) words.add('--network', long);
  for (const alias of asTexts(endpoint['Aliases'])) words.add('--network-alias', alias);
  const addresses = asObject(endpoint['IPAMConfig']);
  words.text('ip', addresses['IPv4Address']);
  words.text('ip6', addresses['IPv6Address']);
  for (const address of asTexts(addresses['LinkLocalIPs'])) words.add('--link-local-ip', address);
  words.text('mac-address', endpoint['MacAddress']);
}

/** A network in the long form, where there is something to say of it. */
export function longText(name: string, endpoint: Inspected): string {
  const addresses = asObject(endpoint['IPAMConfig']);
  const field = (key: string, value: unknown): readonly string[] => (asText(value) === '' ? [] : [`${key}=${asText(value)}`]);
  const fields = [
    ...asTexts(endpoint['Aliases']).flatMap((alias) => field('alias', alias)),
    ...field('ip', addresses['IPv4Address']),
    ...field('ip6', addresses['IPv6Address']),
    ...asTexts(addresses['LinkLocalIPs']).flatMap((address) => field('link-local-ip', address)),
    ...field('mac-address', endpoint['MacAddress']),
    ...Object.entries(asObject(endpoint['DriverOpts'])).map(([option, value]) => `driver-opt=${option}=${asText(value)}`),
    ...(isEmpty(endpoint['GwPriority']) ? [] : [`gw-priority=${String(endpoint['GwPriority'])}`]),
  ];
  return fields.length === 0 && !name.includes('=') ? name : csvLine([`name=${name}`, ...fields]);
}
