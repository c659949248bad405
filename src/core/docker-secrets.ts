import { isSecretOption } from './command-secrets';
import { changeWithoutSecrets } from './instruction-secrets';
import { own } from './records';
import { assignmentWithoutSecret, commandWithoutSecrets, scriptWithoutSecrets } from './script-secrets';
import { hidden, isSecretName, withoutSecrets } from './secrets';

/** Which options a verb has, as far as it matters where its words end and which of their values are secret. */
interface VerbOptions {
  /** Letters of short options with a value. */
  readonly values: string;
  /** Long options without a value; all others have one. Undefined: whatever has no `=` has none. */
  readonly switches?: readonly string[];
  /** Letters of the options that set a variable. */
  readonly variables?: string;
  /** Letters of the options that give a Dockerfile instruction. */
  readonly changes?: string;
  /** Letters of the options whose whole value is secret. */
  readonly secrets?: string;
  /** Behind the first word that is no option stands a command with words of its own. */
  readonly command?: true;
}

const runOptions: VerbOptions = {
  values: 'acehlmpuvw',
  switches: [
    'detach',
    'disable-content-trust',
    'help',
    'init',
    'interactive',
    'no-healthcheck',
    'oom-kill-disable',
    'privileged',
    'publish-all',
    'quiet',
    'read-only',
    'rm',
    'sig-proxy',
    'tty',
    'use-api-socket',
  ],
  variables: 'e',
  command: true,
};

/** Options of the docker command line 28: https://docs.docker.com/reference/cli/docker/. */
const verbs: Readonly<Record<string, VerbOptions>> = {
  run: runOptions,
  create: runOptions,
  exec: { values: 'euw', switches: ['detach', 'help', 'interactive', 'privileged', 'tty'], variables: 'e', command: true },
  build: { values: 'cfmot' },
  commit: { values: 'acm', changes: 'c' },
  import: { values: 'cm', changes: 'c' },
  login: { values: 'pu', secrets: 'p' },
  // What is set are variables of the plugin.
  plugin: { values: '', switches: ['disable', 'grant-all-permissions', 'help'], command: true },
};
const otherVerb: VerbOptions = { values: 'ceHl', variables: 'e' };
const globalOptions: VerbOptions = { values: 'cHl', switches: ['debug', 'help', 'tls', 'tlsverify', 'version'] };
const groups: ReadonlySet<string> = new Set(['builder', 'buildx', 'compose', 'container', 'image']);

const variableOptions: ReadonlySet<string> = new Set(['env', 'env-add', 'build-arg']);

/**
 * The words of a docker command line behind `docker`, without what may be secret: values of environment and of build
 * arguments always, users of URLs, values of options and variables whose names say so, instructions that set variables.
 */
export function wordsWithoutSecrets(words: readonly string[]): readonly string[] {
  const line = new WordMask(words);
  line.skipGlobal();
  return line.rest();
}

/** Whether {@link wordsWithoutSecrets} hides something. */
export function hasSecrets(words: readonly string[]): boolean {
  return wordsWithoutSecrets(words).some((word, index) => word !== words[index]);
}

class WordMask {
  private readonly out: string[] = [];
  private index = 0;

  constructor(private readonly words: readonly string[]) {}

  skipGlobal(): void {
    this.options(globalOptions, true);
    while (groups.has(this.words[this.index] ?? '')) this.out.push(this.words[this.index++] ?? '');
  }

  rest(): readonly string[] {
    const verb = this.words[this.index];
    if (verb === undefined) return this.out;
    this.out.push(withoutSecrets(verb));
    this.index += 1;
    const options = own(verbs, verb) ?? otherVerb;
    this.options(options, options.command === true);
    const begin = this.index;
    if (options.command) return [...this.out, ...commandWithoutSecrets(this.words.slice(begin))];
    return [...this.out, ...this.words.slice(begin).map(withoutSecrets)];
  }

  /** Options up to `--` and, where options may not stand behind other words, the first word that is none. */
  private options(options: VerbOptions, endsAtWord: boolean): void {
    for (let word = this.words[this.index]; word !== undefined; word = this.words[this.index]) {
      if (word === '--') return;
      if (word.startsWith('--')) this.long(word, options);
      else if (word.startsWith('-') && word !== '-') this.short(word, options);
      else if (endsAtWord) return;
      else this.take(withoutSecrets(word));
    }
  }

  private long(word: string, options: VerbOptions): void {
    const equals = word.indexOf('=');
    const name = word.slice(2, equals < 0 ? undefined : equals);
    if (equals >= 0) {
      this.take(`--${name}=${longValue(name, word.slice(equals + 1))}`);
      return;
    }
    this.take(word);
    const hasValue = options.switches
      ? !options.switches.includes(name)
      : variableOptions.has(name) || name === 'change' || isSecretOption(name);
    if (hasValue) this.value((value) => longValue(name, value));
  }

  /** One dash and letters: switches, then at most one option with a value, in the word or behind it. */
  private short(word: string, options: VerbOptions): void {
    for (let position = 1; position < word.length; position++) {
      const letter = word[position] ?? '';
      const rest = word.slice(position + 1);
      if (!options.values.includes(letter) && !rest.startsWith('=')) continue;
      const mask = (value: string): string => shortValue(letter, value, options);
      const head = word.slice(0, position + 1);
      if (rest === '') {
        this.take(word);
        this.value(mask);
      } else this.take(rest.startsWith('=') ? `${head}=${mask(rest.slice(1))}` : head + mask(rest));
      return;
    }
    this.take(withoutSecrets(word));
  }

  private value(mask: (value: string) => string): void {
    const word = this.words[this.index];
    if (word !== undefined) this.take(mask(word));
  }

  private take(word: string): void {
    this.out.push(word);
    this.index += 1;
  }
}

function longValue(name: string, value: string): string {
  if (variableOptions.has(name)) return assignmentWithoutSecret(value);
  if (name === 'change') return changeWithoutSecrets(value);
  // Says where a secret of a build is, and holds none: `id=npm,src=/home/ada/.npmrc`.
  if (name === 'secret' && /^(?:"?(?:id|type|src|source|env)=[^",]*"?(?:,|$))+$/.test(value)) return withoutSecrets(value);
  if (isSecretOption(name)) return hidden;
  if (name === 'host' || name === 'url') return addressWithoutUser(value);
  if (name === 'health-cmd' || name === 'entrypoint') return scriptWithoutSecrets(value);
  return settingWithoutSecret(value);
}

function shortValue(letter: string, value: string, { variables = '', changes = '', secrets = '' }: VerbOptions): string {
  if (variables.includes(letter)) return assignmentWithoutSecret(value);
  if (changes.includes(letter)) return changeWithoutSecrets(value);
  if (secrets.includes(letter)) return hidden;
  return letter === 'H' ? addressWithoutUser(value) : settingWithoutSecret(value);
}

/** The value of any other option: `splunk-token=…`, where everything behind the name is the value, or a text. */
function settingWithoutSecret(value: string): string {
  const name = /^([\w.-]{1,200})=(?=[^])/.exec(value)?.[1];
  return name !== undefined && isSecretName(name) ? `${name}=${hidden}` : withoutSecrets(value);
}

/** An address of an engine without the user's password, whatever else it holds: `tcp://***@host:2375`. */
export function addressWithoutUser(address: string): string {
  if (/^(?:unix|npipe|fd):/i.test(address) || /^[/\\]/.test(address)) return address;
  const [, scheme = '', rest = ''] = /^((?:[a-z][a-z\d+.-]{0,20}:\/\/)?)([^]*)$/i.exec(address) ?? [];
  const at = rest.lastIndexOf('@');
  return at < 0 ? address : `${scheme}${hidden}${rest.slice(at)}`;
}
