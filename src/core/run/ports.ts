import { t } from '../localize';
import { BadValue, type RunDraft } from './draft';
import { isIpv4, isIpv6, readCsv } from './values';
import { own, setOwn } from '../records';

/** `-p`, `--expose`: the forms of https://docs.docker.com/reference/cli/docker/container/run/#publish. */
interface PortRange {
  readonly first: number;
  readonly last: number;
}

interface Binding {
  readonly HostIp: string;
  readonly HostPort: string;
}

/** Writes `ExposedPorts` and `PortBindings` from what was published and exposed. */
export function putPorts(draft: RunDraft): void {
  const exposed: Record<string, object> = {};
  const bindings: Record<string, Binding[]> = {};
  for (const specification of draft.published) {
    for (const { port, binding } of readPublished(specification)) {
      setOwn(exposed, port, {});
      (own(bindings, port) ?? setOwn<Binding[]>(bindings, port, [])).push(binding);
    }
  }
  for (const specification of draft.exposed) {
    for (const port of readExposed(specification)) setOwn(exposed, port, {});
  }
  if (Object.keys(exposed).length > 0) draft.config['ExposedPorts'] = exposed;
  if (Object.keys(bindings).length > 0) draft.host['PortBindings'] = bindings;
}

/** The ports that `--expose` names, as `80/tcp`. */
export function readExposed(specification: string): string[] {
  if (specification.includes(':')) throw new BadValue(t('An exposed port has no address and no host port.'));
  const { ports, protocol } = readContainerPort(specification);
  const names: string[] = [];
  for (let port = ports.first; port <= ports.last; port++) names.push(`${String(port)}/${protocol}`);
  return names;
}

/** The bindings that one `-p` means. */
export function readPublished(specification: string): { port: string; binding: Binding }[] {
  const short = specification.includes('=') ? shortForm(specification) : specification;
  const parts = short.split(':');
  const container = parts.pop() ?? '';
  const hostPort = parts.pop() ?? '';
  const { ports, protocol } = readContainerPort(container);
  const host = hostPort === '' ? undefined : readRange(hostPort);
  const HostIp = readHostIp(parts.join(':'));
  const containerLength = ports.last - ports.first;
  if (host && containerLength > 0 && host.last - host.first !== containerLength) {
    throw new BadValue(t('The two port ranges differ in length.'));
  }
  const bindings: { port: string; binding: Binding }[] = [];
  for (let offset = 0; offset <= containerLength; offset++) {
    bindings.push({
      port: `${String(ports.first + offset)}/${protocol}`,
      binding: { HostIp, HostPort: hostPortText(host, offset, containerLength) },
    });
  }
  return bindings;
}

function hostPortText(host: PortRange | undefined, offset: number, containerLength: number): string {
  if (!host) return '';
  const first = String(host.first + offset);
  return containerLength === 0 && host.last !== host.first ? `${first}-${String(host.last)}` : first;
}

function readHostIp(text: string): string {
  const bracketed = /^\[(.*)\]$/.exec(text)?.[1];
  const address = bracketed ?? text;
  if (address === '' || isIpv6(address) || (bracketed === undefined && isIpv4(address))) return address;
  throw new BadValue(t('"{0}" is not an IP address.', text));
}

function readContainerPort(text: string): { ports: PortRange; protocol: string } {
  const [range = '', protocol = 'tcp'] = text.split('/', 2);
  if (text.split('/').length > 2) throw new BadValue(t('"{0}" is not a port such as 80 or 53/udp.', text));
  if (range === '') throw new BadValue(t('The port of the container is missing.'));
  const name = protocol === '' ? 'tcp' : protocol.toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(name)) throw new BadValue(t('"{0}" is not tcp, udp or sctp.', protocol));
  return { ports: readRange(range), protocol: name };
}

function readRange(text: string): PortRange {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (!match || first > 65_535 || last > 65_535) {
    throw new BadValue(t('"{0}" is not a port between 0 and 65535 or a range of them.', text));
  }
  if (last < first) throw new BadValue(t('The range {0} ends before it begins.', text));
  return { first, last };
}

/** `target=80,published=8080,protocol=udp` as `8080:80/udp`. */
function shortForm(specification: string): string {
  let target = '';
  let published = '';
  let protocol = 'tcp';
  for (const field of readCsv(specification)) {
    const equals = field.indexOf('=');
    const key = field.slice(0, equals).toLowerCase();
    const value = field.slice(equals + 1);
    if (equals <= 0) throw new BadValue(t('"{0}" is not of the form name=value.', field));
    if (key === 'target') target = value;
    else if (key === 'published') published = value;
    else if (key === 'protocol') protocol = value;
    else if (key !== 'mode') throw new BadValue(t('A port has no field "{0}".', key));
  }
  return published === '' ? `${target}/${protocol}` : `${published}:${target}/${protocol}`;
}
