import { t } from '../localize';
import { LineProblem, type LineWord, type OnlyCommand, type ShellSurroundings } from '../shell-words';
import { otherCommand, verbOf } from './other-commands';
import { readTypedLine } from './typed-line';
import { withoutTrailing } from '../trailing';
import { own, setOwn } from '../records';

/** What a line asks to be run by: which engine and configuration it may name. */
export interface EngineSurroundings {
  /** The engine in use; nothing that names one is taken for it while this is not known. */
  readonly engine?: { readonly name: string; readonly id: string; readonly address: string };
}

/** A line without what stands before the options of `docker run`. */
export interface Invocation {
  /** From the first option on. */
  readonly words: readonly LineWord[];
  /** Of `NAME=value` before the command, for `-e NAME`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A line without what stands before the verb. */
export interface DockerCommand {
  /** Undefined where the line names none: then it begins with what stands behind the verb. */
  readonly program: 'docker' | 'podman' | undefined;
  /** From the verb on. */
  readonly words: readonly LineWord[];
  /** Of `NAME=value` before the command. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file behind `<`, where a line may have one. */
  readonly input?: LineWord;
}

/** Reads a line as it is typed or pasted, with all that may stand before the options. Throws {@link LineProblem}. */
export function readInvocation(line: string, surroundings: ShellSurroundings & EngineSurroundings): Invocation {
  const { program, words, variables } = readDockerCommand(line, surroundings);
  if (program === undefined) return { words, variables };
  const run = words[0]?.text === 'container' ? 1 : 0;
  if (words[run]?.text !== 'run' && words[run]?.text !== 'create') throw otherCommand(program, words, line.length, 'docker run');
  return { words: words.slice(run + 1), variables };
}

/** Reads a line as it is typed or pasted, with all that may stand before the verb. Throws {@link LineProblem}. */
export function readDockerCommand(line: string, surroundings: ShellSurroundings & EngineSurroundings): DockerCommand {
  const { only = 'docker run' } = surroundings;
  const { words, assignments, begin, input } = readTypedLine(line, surroundings);
  const variables: Record<string, string> = { ...assignments };
  const rest = withoutWrappers(words, variables, line.length, only);
  const engine = new EngineCheck(surroundings);
  const [first] = rest;
  const program = programName(first?.text ?? '');
  const read = { variables, ...(input && { input }) };
  if (!first || program === undefined) {
    if (rest.length < words.length)
      throw new LineProblem(t('Only {0} is supported here.', only), first?.offset ?? line.length, first?.length ?? 0);
    return { program: undefined, words: rest, ...read };
  }
  engine.checkVariables(variables, { offset: begin, length: first.offset - begin });
  return { program, words: rest.slice(skipGlobalOptions(rest, engine, program, only)), ...read };
}

/** Programs that run another, with those of their options that take a value. */
const wrappers: Readonly<Record<string, RegExp>> = {
  sudo: /^(?:-[A-Za-z]*[ughpCTrtDR]|--(?:user|group|host|prompt|close-from|command-timeout|role|type|chdir|chroot))$/,
  doas: /^-[A-Za-z]*[uC]$/,
  env: /^(?:-[uCS]|--(?:unset|chdir))$/,
  exec: /^-a$/,
  nice: /^-n$/,
  command: /^$/,
  time: /^$/,
  nohup: /^$/,
  winpty: /^$/,
  wsl: /^(?:-[du]|--(?:distribution|user|cd|shell-type))$/,
};

function withoutWrappers(
  words: readonly LineWord[],
  variables: Record<string, string>,
  end: number,
  only: OnlyCommand,
): readonly LineWord[] {
  let index = 0;
  for (let word = words[index]; word; word = words[index]) {
    const takesValue = own(wrappers, word.text.replace(/\.exe$/i, ''));
    if (!takesValue) break;
    index += 1;
    for (let option = words[index]; option; option = words[index]) {
      const assigned = /^([A-Za-z_]\w*)=([^]*)$/.exec(option.text);
      if (assigned) setOwn(variables, assigned[1] ?? '', assigned[2] ?? '');
      else if (!option.text.startsWith('-') || option.text === '-') break;
      else if (takesValue.test(option.text)) index += 1;
      index += 1;
      if (option.text === '--') break;
    }
    if (index >= words.length) throw new LineProblem(t('{0} is missing after {1}.', only, word.text), end, 0);
  }
  return words.slice(index);
}

function programName(word: string): 'docker' | 'podman' | undefined {
  const name = word
    .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');
  return name === 'docker' || name === 'podman' ? name : name === 'podman-remote' ? 'podman' : undefined;
}

type Place = Pick<LineWord, 'offset' | 'length'>;

/** What an option before `run` says. */
interface GlobalOption {
  readonly short?: string;
  readonly isSwitch?: true;
  readonly check: (engine: EngineCheck, value: string, place: Place) => void;
}

const says: GlobalOption['check'] = () => undefined;
const tls: GlobalOption['check'] = (engine, value, place) => {
  if (value !== 'false') engine.checkTls(place);
};

/** https://docs.docker.com/reference/cli/docker/#options, and those of `podman --remote`. */
const globalOptions: Readonly<Record<'docker' | 'podman', Readonly<Record<string, GlobalOption>>>> = {
  docker: {
    config: { check: (engine, value, place) => engine.checkConfiguration(value, place) },
    context: { short: 'c', check: (engine, value, place) => engine.checkContext(value, place) },
    debug: { short: 'D', isSwitch: true, check: says },
    host: { short: 'H', check: (engine, value, place) => engine.checkAddress(value, place) },
    'log-level': { short: 'l', check: says },
    tls: { isSwitch: true, check: tls },
    tlscacert: { check: tls },
    tlscert: { check: tls },
    tlskey: { check: tls },
    tlsverify: { isSwitch: true, check: tls },
  },
  podman: {
    connection: { short: 'c', check: (engine, value, place) => engine.checkContext(value, place) },
    'log-level': { check: says },
    remote: { short: 'r', isSwitch: true, check: says },
    url: { check: (engine, value, place) => engine.checkAddress(value, place) },
  },
};

/** Gives the index of the command. */
function skipGlobalOptions(words: readonly LineWord[], engine: EngineCheck, program: 'docker' | 'podman', only: OnlyCommand): number {
  const options = globalOptions[program];
  let index = 1;
  for (let word = words[index]; word?.text.startsWith('-'); word = words[index]) {
    index += 1;
    const long = /^--([^=]+)(?:=([^]*))?$/.exec(word.text);
    const letters = long ? [] : word.text.slice(1).split(/(?=[^])/);
    const named: (readonly [GlobalOption | undefined, string | undefined])[] = long
      ? [[own(options, long[1] ?? ''), long[2]]]
      : shortOptions(letters, options);
    for (const [option, given] of named) {
      if (!option)
        throw new LineProblem(t('{0} has no option {1} before {2}.', program, word.text, verbOf(only)), word.offset, word.length);
      const next = words[index];
      if (given !== undefined || option.isSwitch) option.check(engine, given ?? 'true', word);
      else if (!next) throw new LineProblem(t('The option {0} needs a value.', word.text), word.offset, word.length);
      else {
        index += 1;
        option.check(engine, next.text, { offset: word.offset, length: next.offset + next.length - word.offset });
      }
    }
  }
  return index;
}

/** `-DH unix://x`, `-Hunix://x`, `-l=debug`. */
function shortOptions(
  letters: readonly string[],
  options: Readonly<Record<string, GlobalOption>>,
): (readonly [GlobalOption | undefined, string | undefined])[] {
  const [letter, ...rest] = letters;
  if (letter === undefined) return [];
  const option = Object.values(options).find(({ short }) => short === letter);
  if (option?.isSwitch && rest[0] !== '=') return [[option, undefined], ...shortOptions(rest, options)];
  return [[option, rest.length === 0 ? undefined : rest.join('').replace(/^=/, '')]];
}

/** Refuses what would be run by another engine than the one in use. */
class EngineCheck {
  private named = false;

  constructor(private readonly surroundings: ShellSurroundings & EngineSurroundings) {}

  checkVariables(variables: Readonly<Record<string, string>>, place: Place): void {
    const { DOCKER_HOST = '', DOCKER_CONTEXT = '', CONTAINER_HOST = '', DOCKER_CONFIG } = variables;
    if (DOCKER_HOST !== '' || CONTAINER_HOST !== '') this.checkAddress(DOCKER_HOST || CONTAINER_HOST, place);
    else if (DOCKER_CONTEXT !== '') this.checkContext(DOCKER_CONTEXT, place);
    if (DOCKER_CONFIG !== undefined) this.checkConfiguration(DOCKER_CONFIG, place);
  }

  checkContext(name: string, place: Place): void {
    const { engine } = this.surroundings;
    this.named = true;
    if (engine?.name !== name && engine?.id !== `context:${name}` && engine?.id !== name) throw this.other(name, place);
  }

  checkAddress(address: string, place: Place): void {
    this.named = true;
    const { engine } = this.surroundings;
    if (engine === undefined || sameForm(engine.address) !== sameForm(address)) throw this.other(address, place);
  }

  checkConfiguration(folder: string, place: Place): void {
    const { variables = {}, home = '' } = this.surroundings;
    const own = variables['DOCKER_CONFIG'] || `${home}/.docker`;
    if (folder.replace(/\/$/, '') === own.replace(/\/$/, '')) return;
    throw new LineProblem(
      t('Credentials come from {0}: leave out {1}, or log in from the Registries view.', own, folder),
      place.offset,
      place.length,
    );
  }

  /** Certificates belong to the engine: they are right if it is the one in use that is named, or one over TCP. */
  checkTls(place: Place): void {
    if (this.named || this.surroundings.engine?.address.startsWith('tcp:')) return;
    throw new LineProblem(
      t('Certificates belong to the engine in use: leave this out, and choose the engine in the Engines view.'),
      place.offset,
      place.length,
    );
  }

  private other(wanted: string, { offset, length }: Place): LineProblem {
    const used = this.surroundings.engine?.name;
    const reason =
      used === undefined
        ? t('The engine in use is not {0}: choose that in the Engines view, or leave this out.', wanted)
        : t('The engine in use is {0}, not {1}: choose that in the Engines view, or leave this out.', used, wanted);
    return new LineProblem(reason, offset, length, { title: t('Choose Engine'), command: 'slipway.engines.use' });
  }
}

/** One address has many forms: `tcp://` and its port may be left out, and a lone path is a socket. */
function sameForm(address: string): string {
  const text = withoutTrailing(address.trim(), '/');
  if (text.startsWith('/')) return `unix://${text}`;
  if (/^(?:unix|npipe|ssh|fd):/.test(text)) return text;
  const [host = '', port = '2375'] = text.replace(/^tcp:\/\//, '').split(/:(?=\d+$)/);
  return `tcp://${host.replace(/^:/, '') || 'localhost'}:${port}`;
}
