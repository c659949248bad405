import { CommandMask, isSecretOption, withoutValue } from './command-secrets';
import { withoutValues } from './hidden-values';
import { own } from './records';
import { hidden, hideValues, isSecretName, withoutSecrets } from './secrets';

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

/** `NAME=value` without the value; of what is no assignment what is secret in any text. */
function assignmentWithoutSecret(text: string): string {
  return text.includes('=') ? withoutValue(text) : withoutSecrets(text);
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

/** Where another instruction begins in a text of several. */
const nextInstruction =
  /\n(?=[ \t]{0,20}(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|USER|VOLUME|WORKDIR)[ \t])/i;

/** A Dockerfile instruction, or several by mistake, without the values that ENV and ARG give. */
export function changeWithoutSecrets(change: string): string {
  return change.split(nextInstruction).map(instructionWithoutSecrets).join('\n');
}

function instructionWithoutSecrets(change: string): string {
  const [, head = '', keyword = '', gap = '', rest = ''] = /^(\s*(?:ONBUILD\s+)?)(\S*)(\s*)([^]*)$/i.exec(change) ?? [];
  const name = keyword.toUpperCase();
  if (name === 'ENV' || name === 'ARG') return `${head}${keyword}${gap}${pairsWithoutValues(rest)}`;
  if (name === 'LABEL') {
    const label = /^[^\s=]+(?=\s)/.exec(rest)?.[0] ?? '';
    return `${head}${keyword}${gap}${isSecretName(label) ? `${label} ${hidden}` : withoutSecrets(rest.replace(pair, labelWithoutSecret))}`;
  }
  const options = name === 'HEALTHCHECK' ? (/^(?:--\S+\s+)*CMD\s+(?=\[)/i.exec(rest)?.[0] ?? '') : '';
  const command = rest.slice(options.length);
  if (command.startsWith('[')) return `${head}${keyword}${gap}${withoutSecrets(options)}${listWithoutSecrets(command)}`;
  return head + (keyword.includes('=') ? assignmentWithoutSecret(keyword) : keyword) + gap + scriptWithoutSecrets(rest);
}

/** `"api.token"="…"` */
function labelWithoutSecret(word: string): string {
  const equals = word.indexOf('=');
  return equals > 0 && isSecretName(word.slice(0, equals).replaceAll(/["']/g, '')) ? `${word.slice(0, equals)}=${hidden}` : word;
}

/** The JSON form of a command, also one that is no JSON after all. */
function listWithoutSecrets(text: string): string {
  const words = [...text.matchAll(quotedText)].map(([, word = '']) => word.replaceAll(/\\(["\\/])/g, '$1'));
  const masked = commandWordsWithoutSecrets(words);
  let index = 0;
  const shown = text.replace(quotedText, (raw) => {
    const at = index++;
    return masked[at] === words[at] ? raw : JSON.stringify(masked[at] ?? hidden);
  });
  return shown === text ? scriptWithoutSecrets(text) : withoutSecrets(shown);
}

const quotedText = /"((?:[^"\\]|\\[^])*)(?:"|\\?$)/g;

/** One word of `NAME=value …`; what is in quotes, and what a backslash stands before, belongs to it. */
const pair = /(?:[^\s"'\\]|\\[^]?|"(?:[^"\\]|\\[^])*(?:"|\\?$)|'[^']*(?:'|$))+/g;

function pairsWithoutValues(text: string): string {
  const first = /^[^\s=]+/.exec(text)?.[0] ?? '';
  // `ENV NAME value`: the rest of the line is the value.
  if (text[first.length] !== '=') return text.length > first.length ? `${first} ${hidden}` : withoutSecrets(text);
  return text.replace(pair, (word) => (/^[\w.-]+=/.test(word) ? assignmentWithoutSecret(word) : hidden));
}

/** A command that runs in a container: its assignments, and options that say that they are secret. */
function commandWithoutSecrets(words: readonly string[]): readonly string[] {
  const [image, ...command] = words;
  return image === undefined ? [] : [withoutSecrets(image), ...commandWordsWithoutSecrets(command)];
}

function commandWordsWithoutSecrets(words: readonly string[]): readonly string[] {
  const mask = new CommandMask();
  let assigns = false;
  return words.map((word) => {
    assigns = /^(?:[^\s=]*\/)?(?:env|export)$/.test(word) || (assigns && /^-|^[A-Za-z_]\w*\+?=/.test(word));
    if (assigns && /^[A-Za-z_]/.test(word) && word.includes('=')) return assignmentWithoutSecret(word);
    return mask.next(word) ?? wordOfCommand(word);
  });
}

function wordOfCommand(word: string): string {
  const joined = /^(-[A-Za-z]{0,5}e=?|--(?:env|build-arg)=)([A-Za-z_]\w{0,100}=[^]*)$/.exec(word);
  if (joined) return `${joined[1] ?? ''}${assignmentWithoutSecret(joined[2] ?? '')}`;
  const name = /^([A-Za-z_]\w{0,100})=/.exec(word)?.[1];
  if (name !== undefined && isVariable(name)) return `${name}=${hidden}`;
  const header = headerWithoutSecret(word);
  if (header !== undefined) return header;
  const option = /^(--?[A-Za-z][\w.-]{0,100})=/.exec(word)?.[1];
  if (option !== undefined && isSecretOption(option)) return `${option}=${hidden}`;
  return scriptWithoutSecrets(word);
}

/** Names of variables are written in capitals; what else is assigned (`dd if=…`) is worth seeing. */
function isVariable(name: string): boolean {
  return name === name.toUpperCase() || isSecretName(name);
}

const scriptAssignment =
  /(?<![\w.$-])(?:(?:export|env|local|readonly|declare[ \t]{1,4}-x)[ \t]{1,8})?([A-Za-z_]\w{0,99})\+?=(?=[^\s;&|)=])/g;

/** All that `export a=1 b=2` assigns. */
const assignments = /(?<![\w.$-])(?:export|env|local|readonly|declare|typeset)[ \t][^;&|\n]{0,2000}/g;
const anyAssignment = /(?<![\w.$-])([A-Za-z_]\w{0,99})\+?=(?=[^\s;&|)=])/g;
/** `$env:NAME = …` */
const environmentOfPowerShell = /\$env:\w{1,100}[ \t]{0,8}=[ \t]{0,8}/gi;

/** `"X-Api-Key: …"`, as options for headers have it. */
const quotedHeader = /(?<=["'])([A-Za-z][\w-]{0,99}):/g;

/** A text for a shell: values of variables in it, options of its programs, and what {@link withoutSecrets} finds. */
export function scriptWithoutSecrets(script: string): string {
  const assigned = hideValues(
    script.replace(assignments, (part) => hideValues(part, anyAssignment, () => true)),
    environmentOfPowerShell,
    () => true,
  );
  const named = hideValues(assigned, scriptAssignment, ([whole, name = '']) => isVariable(name) || whole.length > name.length + 2);
  const mask = new CommandMask();
  const masked = /\s/.test(named)
    ? named.replace(shellWord, (raw) => mask.next(raw) ?? headerWithoutSecret(raw) ?? innerScript(raw))
    : named;
  return withoutSecrets(hideValues(masked, quotedHeader, ([, name = '']) => isSecretName(name)));
}

/** `X-Api-Key:…`, also as the value of an option: `--header=X-Api-Key:…` */
function headerWithoutSecret(word: string): string | undefined {
  const [head = '', name = ''] = /^(?:--?[A-Za-z][\w.-]{0,100}=)?["']?([A-Za-z][\w-]{0,99})(?=:)/.exec(word) ?? [];
  return isSecretName(name) ? `${head}: ${hidden}` : undefined;
}

/** A word in quotes may be a script for another shell. */
function innerScript(raw: string): string {
  const quote = raw[0] ?? '';
  if (!/^["']/.test(quote) || !/\s/.test(raw)) return raw;
  const end = raw.length > 1 && raw.endsWith(quote) ? raw.length - 1 : raw.length;
  const mask = new CommandMask();
  return quote + raw.slice(1, end).replace(/\S+/g, (word) => mask.next(word) ?? word) + raw.slice(end);
}

/** One word as a shell reads it; what is not closed goes to the end. */
const shellWord = /(?:[^\s"'\\$`]|\\[^]?|\$(?!\()|\$\([^)]*\)?|"(?:[^"\\]|\\[^])*(?:"|\\?$)|'[^']*(?:'|$)|`[^`]*(?:`|$))+/g;

/**
 * What is told about a line that was meant for `docker run`, whether it can be read or not, without what may be secret in
 * it. `reason` is a sentence about a place of the line, which it may quote.
 */
export function lineWithoutSecrets(
  line: string,
  { reason, offset, length }: { readonly reason: string; readonly offset: number; readonly length: number },
): { readonly line: string; readonly reason: string } {
  const raws = line.match(shellWord) ?? [];
  const values = [...raws, ...line.split(/\s+/)].flatMap((raw) =>
    [...raw.matchAll(/=/g)].slice(0, mostParts).map(({ index }) => raw.slice(index + 1)),
  );
  const equals = line.indexOf('=');
  const unreadable = /["'`\\$^%\u2018-\u201e]/.test(line) && equals >= 0;
  if (unreadable && offset + length > equals) values.push(line.slice(Math.max(offset, equals + 1), offset + length));
  const program = raws.findIndex((word) => /^(?:.*[/\\])?(?:docker|podman(?:-remote)?)(?:\.exe)?$/i.test(word));
  // Where a program is named it may be an image all the same: each reading hides what it finds.
  const asOptions = wordsWithoutSecrets(['run', ...raws]).slice(1);
  const asCommand = program < 0 ? raws : [...raws.slice(0, program + 1), ...wordsWithoutSecrets(raws.slice(program + 1))];
  const maskedWord = (raw: string, at: number): string =>
    [asCommand[at], asOptions[at], wordOfCommand(raw)].find((word) => word !== undefined && word !== raw) ?? withoutSecrets(raw);
  // A password with a `$` in it is read as a variable, which the reason names.
  const pieces = new Set(raws.flatMap((raw, at) => hiddenPieces(raw, maskedWord(raw, at))));
  const told = scriptWithoutSecrets(withoutValues(reason, values)).replace(/\w+/g, (word) => (pieces.has(word) ? hidden : word));
  // In a line that cannot be read nobody knows where quotes begin and end, and so where a value ends.
  if (unreadable) return { line: `${withoutSecrets(line.slice(0, equals))}=${hidden}`, reason: told };
  let index = 0;
  const clean = line.replace(shellWord, (raw) => maskedWord(raw, index++));
  return { line: clean, reason: told };
}

/** The words of what is hidden of one: all of it behind what both begin with. */
function hiddenPieces(raw: string, masked: string): readonly string[] {
  if (raw === masked) return [];
  let same = 0;
  while (same < raw.length && raw[same] === masked[same]) same++;
  return (raw.slice(same).match(/\w{2,}/g) ?? []).filter((piece) => !/^(?:is|not|the|set|here|run)$/i.test(piece));
}

/** So many parts of one word are looked for in a reason. */
const mostParts = 20;
