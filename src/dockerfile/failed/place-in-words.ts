import { globTest } from '../../core/ignore/glob';
import type { Instruction, PathArgument } from '../instruction';
import type { Range } from '../text';
import type { Flag } from '../words';
import { bestFit } from './loosely';

/** The word of an instruction that an error is about; undefined where it is about none, or about several. */
export function placeInWords(instruction: Instruction, detail: string): Range | undefined {
  const { name } = instruction;
  return (
    flagNamed(instruction, detail) ??
    (name === 'COPY' || name === 'ADD' ? sourceNamed(instruction, detail) : undefined) ??
    (name === 'FROM' ? partOfFrom(instruction, detail) : undefined)
  );
}

/** The flag that an error is about. */
export function flagNamed(instruction: Instruction, detail: string): Range | undefined {
  const { flags } = instruction;
  if (flags.length === 0) return undefined;
  const unknown = /unknown flag: (?:--)?([^\s=]+)/i.exec(detail)?.[1] ?? /^the --(\w+) option requires BuildKit/.exec(detail)?.[1];
  if (unknown !== undefined) return flags.find(({ name }) => name === unknown)?.range;
  // Podman names those that there are.
  const [, keyword, known = ''] = /^([A-Z]+) only supports the (.*) flags?$/.exec(detail) ?? [];
  if (keyword !== undefined)
    return keyword === instruction.name ? flags.find(({ name }) => !known.includes(`--${name}`))?.range : undefined;
  const of = (name: string): Flag | undefined => flags.find((flag) => flag.name === name);
  const from = of('from');
  const stage =
    /invalid from flag value ([^\s:]+)/.exec(detail)?.[1] ??
    /invalid stage index (\d+)/.exec(detail)?.[1] ??
    /\bfrom=([^\s:]{1,200}): no stage or image found/.exec(detail)?.[1];
  const mounts = flags.filter(({ name }) => name === 'mount');
  if (from && stage !== undefined && from.flagValue === stage) return from.valueRange ?? from.range;
  const mounted = stage === undefined ? undefined : mounts.find(({ flagValue }) => hasPart(flagValue, `from=${stage}`));
  if (mounted) return mounted.range;
  const type = /mount type "?([^\s"]+)"?/.exec(detail)?.[1];
  if (type !== undefined) return mounts.find(({ flagValue }) => hasPart(flagValue, `type=${type}`))?.range;
  const secret =
    /\bsecret "?([^\s":]+)"?:? not found/.exec(detail)?.[1] ?? /secret required but no secret with id (\S+) found/.exec(detail)?.[1];
  if (secret !== undefined)
    return mounts.find(({ flagValue }) => hasPart(flagValue, 'type=secret') && namesSecret(flagValue ?? '', secret.replaceAll('"', '')))
      ?.range;
  if (/\bssh\b/i.test(detail)) {
    const ssh = mounts.find(({ flagValue }) => hasPart(flagValue, 'type=ssh'));
    if (ssh) return ssh.range;
  }
  if (/no such user|unknown user|find [ug]id for|invalid (?:user|group)|convert uid/i.test(detail)) return of('chown')?.range;
  if (/invalid syntax|chmod|invalid mode|parsing mode/i.test(detail)) return of('chmod')?.range;
  const quoted = /"([^"]+)"/.exec(detail)?.[1];
  const valued = quoted === undefined ? [] : flags.filter(({ flagValue }) => flagValue === quoted);
  return valued.length === 1 ? valued[0]?.range : undefined;
}

function hasPart(value: string | undefined, part: string): boolean {
  return value?.split(',').includes(part) === true;
}

/** By its id, or by where it is put. */
function namesSecret(value: string, id: string): boolean {
  return value
    .split(',')
    .some((part) => part === `id=${id}` || part === `source=${id}` || (part.startsWith('target=') && part.endsWith(`/${id}`)));
}

function sourceNamed(instruction: Instruction, detail: string): Range | undefined {
  const { sources, destination } = instruction.copy;
  if (destination === undefined) return undefined;
  const files = sources.filter(({ value }) => !/^\d*<</.test(value));
  const missing = missingPath(detail);
  if (missing !== undefined) {
    const path = plainPath(missing);
    const patterns = files.filter((source) => /[*?[]/.test(source.value) && globTest(plainPath(source.value))?.(path));
    const found = bestFit(path, files, (source) => plainPath(source.value)) ?? patterns[0];
    // A folder above may be what is missing.
    const below = files.filter((source) => plainPath(source.value).startsWith(`${path}/`));
    const [only] = found ? [found] : below.length === 1 ? below : files.length === 1 ? files : [];
    return only && rangeOf(only);
  }
  const address = /(?:Get|Head) "([^"]+)"/.exec(detail)?.[1] ?? /\b(?:https?|git|ssh):\/\/[^\s"]+/.exec(detail)?.[0].replace(/:$/, '');
  const asked = address === undefined ? undefined : bestFit(address, files, ({ value }) => value);
  if (asked) return rangeOf(asked);
  const wild = files.filter(({ value }) => /[*?[]/.test(value));
  return /no source files were specified/.test(detail) && wild.length === 1 && wild[0] ? rangeOf(wild[0]) : undefined;
}

/** The path of which a builder says that it is not there: BuildKit, Podman, the classic builder. */
function missingPath(detail: string): string | undefined {
  return (
    /"([^"]+)"(?:\]|: not found| not found)*: (?:not found|no such file)/.exec(detail)?.[1] ??
    /"([^"]+)": not found/.exec(detail)?.[1] ??
    /\bstat ([^:]{1,1000}): file does not exist/.exec(detail)?.[1] ??
    /forbidden path outside the build context: (.+?) \(/.exec(detail)?.[1]
  );
}

/** Without what leads nowhere in a context: `./`, `../`, doubled and leading slashes. */
function plainPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

function rangeOf({ range }: PathArgument): Range {
  return range;
}

function partOfFrom(instruction: Instruction, detail: string): Range | undefined {
  const { image, stageName } = instruction.from;
  if (/invalid name for build stage/.test(detail)) return stageName?.range;
  if (/requires either one or three arguments/.test(detail)) return undefined;
  const platform = instruction.flag('platform');
  if (platform && /platform/i.test(detail) && !/no match for platform/.test(detail)) return platform.range;
  return image?.range;
}
