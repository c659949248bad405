import { SlipwayError } from '../errors';
import { limitSentence } from '../limit-exceeded';
import { t } from '../localize';
import { BadValue, listOf, mapOf, type RunDraft } from './draft';
import { readInteger, readIp, readPair } from './values';
import { own, setOwn } from '../records';

/** Options whose values are texts with rules of their own: environment, labels, hosts, security, restart. */

/** Writes `Env`: files first, then options, as the command line does. A name alone takes the value from here. */
export function putEnvironment(draft: RunDraft): void {
  const inFiles = draft.environmentFiles.flatMap((file) => readLines(draft, file)).map((line) => withValue(draft, line));
  // A later option replaces an earlier one of the same name. A name that is not set here takes the variable away.
  const inOptions = new Map(draft.environment.map((line) => [line.split('=', 1)[0], withValue(draft, line)]));
  const resolved = [...inFiles.filter((line) => line.includes('=')), ...inOptions.values()];
  if (resolved.length > 0) draft.config['Env'] = resolved;
}

function withValue(draft: RunDraft, line: string): string {
  if (line.includes('=')) return line;
  const value = own(draft.surroundings.variables ?? {}, line);
  return value === undefined ? line : `${line}=${value}`;
}

/** Writes `Labels`: files first, then options. */
export function putLabels(draft: RunDraft): void {
  const inFiles = draft.labelFiles.flatMap((file) => readLines(draft, file)).filter((line) => line.includes('='));
  const lines = [...inFiles, ...draft.labels];
  for (const line of lines) {
    const [name, value] = readPair(line, true);
    setOwn(mapOf(draft.config, 'Labels'), name, value);
  }
}

/** Lines of an environment or label file, without comments. */
function readLines(draft: RunDraft, file: string): string[] {
  const lines = readFile(draft, file)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  const kept = lines.map((line) => line.trimStart()).filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of kept) {
    const name = line.split('=', 1)[0] ?? '';
    if (name === '') throw new BadValue(t('The name before = is missing.'));
    if (/\s/.test(name)) throw new BadValue(t('The name "{0}" in {1} contains a space.', name, file));
  }
  return kept;
}

function readFile(draft: RunDraft, file: string): string {
  const { readFile: read } = draft.surroundings;
  if (!read) throw new BadValue(t('Files cannot be read here.'));
  try {
    return read(file);
  } catch (error) {
    const excess = SlipwayError.details(error, 'limitExceeded');
    throw new BadValue(excess ? limitSentence({ ...excess, from: file }) : t('The file {0} cannot be read.', file));
  }
}

/** `--add-host name:address`, also with `=`; the address may be `host-gateway`. */
export function addHost(draft: RunDraft, value: string): void {
  listOf(draft.host, 'ExtraHosts').push(readHost(value));
}

/** `name:address` of the same forms. Throws {@link BadValue}. */
export function readHost(value: string): string {
  const separator = value.includes('=') ? value.indexOf('=') : value.indexOf(':');
  const name = value.slice(0, separator);
  const address = value.slice(separator + 1).replace(/^\[(.+)\]$/, '$1');
  if (separator <= 0 || name.includes(':')) throw new BadValue(t('"{0}" is not of the form name:address.', value));
  if (address !== 'host-gateway') readIp(address);
  return `${name}:${address}`;
}

/** `--security-opt`. */
export function addSecurity(draft: RunDraft, value: string): void {
  if (value === 'systempaths=unconfined') {
    draft.host['MaskedPaths'] = [];
    draft.host['ReadonlyPaths'] = [];
    return;
  }
  const separator = value.includes('=') ? '=' : ':';
  const [name = '', ...rest] = value.split(separator);
  const text = rest.join(separator);
  if (text === '' && name !== 'no-new-privileges') throw new BadValue(t('"{0}" is not of the form name=value.', value));
  listOf(draft.host, 'SecurityOpt').push(name === 'seccomp' ? readSeccomp(draft, text, value) : value);
}

function readSeccomp(draft: RunDraft, profile: string, value: string): string {
  if (profile === 'unconfined' || profile === 'builtin') return value;
  try {
    return `seccomp=${JSON.stringify(JSON.parse(readFile(draft, profile)))}`;
  } catch (error) {
    if (error instanceof BadValue) throw error;
    throw new BadValue(t('{0} is not JSON.', profile));
  }
}

/** `--restart on-failure:3`. */
export function readRestart(value: string): { readonly Name: string; readonly MaximumRetryCount: number } {
  const colon = value.indexOf(':');
  const Name = colon < 0 ? value : value.slice(0, colon);
  const known = ['no', 'always', 'on-failure', 'unless-stopped'];
  if (value !== '' && !known.includes(Name)) throw new BadValue(t('"{0}" is not one of: {1}.', Name, known.join(', ')));
  const MaximumRetryCount = colon < 0 || colon === value.length - 1 ? 0 : readInteger(value.slice(colon + 1), 0);
  if (MaximumRetryCount > 0 && Name !== 'on-failure') throw new BadValue(t('Only on-failure takes a number of attempts.'));
  return { Name, MaximumRetryCount };
}

/** Writes `CapAdd` and `CapDrop` in the engine's spelling, sorted. */
export function putCapabilities(draft: RunDraft): void {
  const added = normalise(draft.capabilitiesAdded);
  const dropped = normalise(draft.capabilitiesDropped);
  if (added.length > 0) draft.host['CapAdd'] = added;
  if (dropped.length > 0) draft.host['CapDrop'] = dropped;
}

function normalise(names: readonly string[]): string[] {
  const spelled = names.map((name) => {
    const upper = name.trim().toUpperCase();
    return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
  });
  return [...new Set(spelled)].sort();
}

/** A DNS search domain. */
export function readSearchDomain(value: string): string {
  const text = value.trim();
  if (text === '.') return text;
  const label = '[a-zA-Z0-9](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?';
  if (!new RegExp(`^(?:${label})(?:\\.${label})*\\.?$`).test(text)) throw new BadValue(t('"{0}" is not a domain.', value));
  return text.replace(/\.$/, '');
}

/** `--sysctl net.core.somaxconn=1024`: only what belongs to a container. */
export function addSysctl(draft: RunDraft, value: string): void {
  const [name, text] = readPair(value);
  const exact = [
    'kernel.msgmax',
    'kernel.msgmnb',
    'kernel.msgmni',
    'kernel.sem',
    'kernel.shmall',
    'kernel.shmmax',
    'kernel.shmmni',
    'kernel.shm_rmid_forced',
  ];
  if (!exact.includes(name) && !/^(?:net|fs\.mqueue)\./.test(name))
    throw new BadValue(t('The kernel parameter {0} cannot be set for one container.', name));
  setOwn(mapOf(draft.host, 'Sysctls'), name, text);
}

/** `--link container[:alias]`. */
export function readLink(value: string): string {
  const parts = value.split(':');
  if (value === '' || parts.length > 2) throw new BadValue(t('"{0}" is not of the form container:alias.', value));
  return value;
}
