import { quoteWord } from '../docker-line';
import { own } from '../records';
import { asList, asObject, asText, asTexts, type Inspected, isEmpty } from './inspected';
import { durationText, OptionWords } from './option-words';
import { putMounts } from './words-of-mounts';
import { putNetworks } from './words-of-networks';
import { putHost } from './words-of-host';
import type { RunWords } from '../run-line';

/** The words of a run line, and what of the container no option of `docker run` says. */
export interface WrittenLine extends RunWords {
  /** The engine's names of what is left out: `HostConfig.Cgroup`. */
  readonly unsaid: readonly string[];
}

/** What the engine is asked to create, as `ContainerSpecification` has it. */
interface Specification {
  readonly name?: string;
  readonly platform?: string;
  readonly body: Inspected;
}

/** The words of a run line that means this create call: the other way of {@link ../run-line}. */
export function wordsOfBody({ name, platform, body }: Specification): WrittenLine {
  const words = new OptionWords();
  const host = asObject(body['HostConfig']);
  putStreams(words, body, host);
  words.text('name', name);
  words.text('platform', platform);
  words.text('hostname', body['Hostname']);
  words.text('domainname', body['Domainname']);
  putPorts(words, body, host);
  for (const line of asTexts(body['Env'])) {
    if (line === '' || line.startsWith('=')) words.leftOut('Env');
    else words.add('-e', line);
  }
  putMounts(words, body, host);
  putNetworks(words, body, host);
  words.text('user', body['User']);
  words.text('workdir', body['WorkingDir']);
  putHost(words, host);
  putHealth(words, asObject(body['Healthcheck']));
  words.text('stop-signal', body['StopSignal']);
  if (typeof body['StopTimeout'] === 'number') words.add('--stop-timeout', String(body['StopTimeout']));
  for (const [label, value] of Object.entries(asObject(body['Labels']))) {
    if (label === '' || /\s/.test(label) || label.includes('=')) words.leftOut(`Labels.${label}`);
    else words.add('-l', value === '' ? label : `${label}=${asText(value)}`);
  }
  const { before, command } = commandOf(body);
  if (before !== undefined) words.add('--entrypoint', before);
  return { options: words.words, image: asText(body['Image']), command, unsaid: words.unsaid };
}

/** An entry point of several words goes on in the command: what is started is both, one after the other. */
function commandOf(body: Inspected): { readonly before?: string; readonly command: readonly string[] } {
  const [before, ...rest] = asTexts(body['Entrypoint']);
  const command = asTexts(body['Cmd']);
  return before === undefined ? { command } : { before, command: [...rest, ...command] };
}

function putStreams(words: OptionWords, body: Inspected, host: Inspected): void {
  const { AttachStdin, AttachStdout, AttachStderr, OpenStdin, Tty } = body;
  const isDetached = AttachStdin !== true && AttachStdout !== true && AttachStderr !== true;
  const letters = `${isDetached ? 'd' : ''}${OpenStdin === true ? 'i' : ''}${Tty === true ? 't' : ''}`;
  if (letters !== '') words.add(`-${letters}`);
  if (!isDetached && (AttachStdout !== true || AttachStderr !== true || (AttachStdin === true && OpenStdin !== true))) {
    for (const [stream, attached] of Object.entries({ stdin: AttachStdin, stdout: AttachStdout, stderr: AttachStderr })) {
      if (attached === true) words.add('-a', stream);
    }
  }
  if (host['AutoRemove'] === true) words.add('--rm');
}

function putPorts(words: OptionWords, body: Inspected, host: Inspected): void {
  const bindings = asObject(host['PortBindings']);
  const published = new Set<string>();
  for (const [port, list] of Object.entries(bindings)) {
    for (const binding of asList(list)) {
      words.add('-p', publishedText(port, asObject(binding)));
      published.add(port);
    }
  }
  if (host['PublishAllPorts'] === true) words.add('-P');
  for (const port of Object.keys(asObject(body['ExposedPorts']))) {
    if (!published.has(port)) words.add('--expose', shortPort(port));
  }
}

/** `127.0.0.1:8080:80/udp` of a port and one of its bindings. */
export function publishedText(port: string, binding: Inspected): string {
  const ip = asText(binding['HostIp']);
  const hostPort = asText(binding['HostPort']);
  const address = ip === '' ? '' : `${ip.includes(':') ? `[${ip}]` : ip}:`;
  return address === '' && hostPort === '' ? shortPort(port) : `${address}${hostPort}:${shortPort(port)}`;
}

function shortPort(port: string): string {
  return port.replace(/\/tcp$/, '');
}

function putHealth(words: OptionWords, health: Inspected): void {
  const test = asTexts(health['Test']);
  if (test[0] === 'NONE') {
    words.add('--no-healthcheck');
    return;
  }
  const command = healthCommand(test);
  if (command !== undefined) words.add('--health-cmd', command);
  for (const [option, key] of [
    ['interval', 'Interval'],
    ['timeout', 'Timeout'],
    ['start-period', 'StartPeriod'],
    ['start-interval', 'StartInterval'],
  ] as const) {
    const value = own(health, key);
    if (typeof value === 'number' && value > 0) words.add(`--health-${option}`, durationText(value));
  }
  if (!isEmpty(health['Retries'])) words.add('--health-retries', String(health['Retries']));
}

/** What a shell is told to do the same; the option takes a line for one. */
function healthCommand([kind, ...rest]: readonly string[]): string | undefined {
  if (kind === 'CMD-SHELL') return rest[0];
  return kind === 'CMD' ? rest.map(quoteWord).join(' ') : undefined;
}
