import { quoteWord } from './docker-line';
import { lineWithoutSecrets } from './run-line-secrets';
import { failure } from './errors';
import { t } from './localize';
import { checkReference, isImageId } from './reference';
import { BadValue, type GivenRunOption, RunDraft, type RunSurroundings } from './run/draft';
import { nameOfFlag, type RunFlag, runFlags } from './run/flags';
import { type EngineSurroundings, readInvocation } from './run/invocation';
import { dialectOf } from './run/typed-line';
import { putParts } from './run/parts';
import { LineProblem, type ShellSurroundings, type LineWord } from './shell-words';
import { own, defined } from './records';

/** What a `docker run` line means. */
export interface RunLine {
  /** For the engine's create call; `body` holds only what the line says. */
  readonly specification: { readonly name?: string; readonly platform?: string; readonly body: Readonly<Record<string, unknown>> };
  readonly image: string;
  /** Where the image stands in the line (UTF-16 units). */
  readonly imagePlace: { readonly offset: number; readonly length: number };
  readonly command: readonly string[];
  readonly detached: boolean;
  readonly tty: boolean;
  readonly interactive: boolean;
  /** Removed by the engine when it ends. */
  readonly remove: boolean;
  readonly pull: 'always' | 'missing' | 'never';
  /** The options one by one, in their order, whether they mean something to the engine or not. */
  readonly options: readonly GivenRunOption[];
  /** The line's words from the first option on, for the log's command line. */
  readonly words: readonly string[];
}

/** The machine that the line is typed on; see {@link ShellSurroundings} and {@link RunSurroundings}. */
export type LineSurroundings = ShellSurroundings & RunSurroundings & EngineSurroundings;

/** Either the meaning or what is wrong and where (UTF-16 units of the text); the reason is translated. */
export type RunLineCheck =
  | { readonly run: RunLine }
  | {
      readonly reason: string;
      readonly offset: number;
      readonly length: number;
      /** The command of Slipway that helps, with its translated title. */
      readonly instead?: { readonly title: string; readonly command: string };
    };

/**
 * Reads a `docker run` line as a person types or pastes it: `-it --rm -p 8888:8888 IMAGE [COMMAND…]`, with or without
 * `docker run` before it. The option grammar is that of the docker command line 28 (pflag). Throws `invalidInput`.
 */
export function parseRunLine(line: string, surroundings: LineSurroundings = {}): RunLine {
  return runOf(line, checkRunLine(line, surroundings));
}

/** {@link parseRunLine} for a line that is being typed: never throws for what the line says. */
export function checkRunLine(line: string, surroundings: LineSurroundings = {}): RunLineCheck {
  return checked(() => {
    const { words: read, variables } = readInvocation(line, surroundings);
    const words = [...read];
    const draft = new RunDraft({ ...surroundings, variables: { ...surroundings.variables, ...variables } });
    let index = 0;
    do index = readOptions(words, draft, index);
    while (isJoined(words, index));
    return meaningOf(draft, words, index, line.length);
  });
}

export { dialectOf };

/** Words that are taken as they are, whatever is in them. */
export interface RunWords {
  readonly options: readonly string[];
  readonly image: string;
  readonly command: readonly string[];
}

/** What a run means whose words are given one by one: no shell has a part in it. Throws `invalidInput`. */
export function parseRunWords(words: RunWords, surroundings: LineSurroundings = {}): RunLine {
  const { options, image, command } = words;
  return runOf([...options, image, ...command].map(quoteWord).join(' '), checkRunWords(words, surroundings));
}

/** {@link parseRunWords} that never throws; places are those in a line of the words as {@link quoteWord} writes them. */
export function checkRunWords({ options, image, command }: RunWords, surroundings: LineSurroundings = {}): RunLineCheck {
  let offset = 0;
  const words = [...options, image, ...command].map((text): LineWord => {
    const word = { text, offset, length: quoteWord(text).length };
    offset += word.length + 1;
    return word;
  });
  return checked(() => {
    const draft = new RunDraft(surroundings);
    readOnlyOptions(words.slice(0, options.length), draft);
    return meaningOf(draft, words, options.length, offset - 1);
  });
}

/** Reads words that are all options or their values; gives the options. Throws {@link LineProblem}. */
export function readOnlyOptions(words: readonly LineWord[], draft: RunDraft): readonly GivenRunOption[] {
  const surplus = words[readOptions(words, draft)];
  if (surplus) throw new LineProblem(t('"{0}" is not an option.', surplus.text), surplus.offset, surplus.length);
  return draft.given;
}

function runOf(line: string, check: RunLineCheck): RunLine {
  if ('run' in check) return check.run;
  // The line may hold passwords, and errors are written to the log. The place is that in the line as it was given.
  const told = lineWithoutSecrets(line, check);
  throw failure('invalidInput', { field: 'run line', ...check, value: told.line, reason: told.reason });
}

function checked(read: () => RunLine): RunLineCheck {
  try {
    return { run: read() };
  } catch (problem) {
    if (!(problem instanceof LineProblem)) throw problem;
    const { reason, offset, length, instead } = problem;
    return { reason, offset, length, ...defined({ instead }) };
  }
}

function meaningOf(draft: RunDraft, words: readonly LineWord[], imageIndex: number, end: number): RunLine {
  const image = words[imageIndex];
  if (!image) throw new LineProblem(t('The image is missing.'), end, 0);
  checkImage(image, words[imageIndex - 1]);
  const command = words.slice(imageIndex + 1).map(({ text }) => text);
  at({ offset: 0, length: end }, '', () => putParts(draft));
  return {
    specification: {
      ...(draft.name !== undefined && draft.name !== '' && { name: draft.name }),
      ...(draft.platform !== undefined && draft.platform !== '' && { platform: draft.platform }),
      body: bodyOf(draft, image.text, command),
    },
    image: image.text,
    imagePlace: { offset: image.offset, length: image.length },
    command,
    detached: draft.detached,
    tty: draft.tty,
    interactive: draft.interactive,
    remove: draft.remove,
    pull: draft.pull,
    options: draft.given,
    words: words.map(({ text }) => text),
  };
}

/**
 * Whether a word that begins with a blank stood where an option or the image must; then it is replaced. An input box has
 * made one line of several, and a backslash that continued one stands before a blank.
 */
function isJoined(words: LineWord[], index: number): boolean {
  const word = words[index];
  if (!word?.text.startsWith(' ')) return false;
  const text = word.text.trimStart();
  words.splice(index, 1, ...(text === '' ? [] : [{ ...word, text }]));
  return true;
}

/** Reads options up to the first word that is none; gives its index. */
function readOptions(words: readonly LineWord[], draft: RunDraft, from = 0): number {
  let index = from;
  for (let word = words[index]; word; word = words[index]) {
    if (word.text === '--') return index + 1;
    if (!word.text.startsWith('-') || word.text === '-') return index;
    index = word.text.startsWith('--') ? readLong(words, index, draft) : readShort(words, index, draft);
  }
  return index;
}

function readLong(words: readonly LineWord[], index: number, draft: RunDraft): number {
  const word = words[index] as LineWord;
  const equals = word.text.indexOf('=');
  const name = word.text.slice(2, equals < 0 ? undefined : equals);
  const flag = own(runFlags, name);
  if (!flag) throw unknown(`--${name}`, word);
  if (equals >= 0) return applyAt(flag, `--${name}`, word.text.slice(equals + 1), word, draft, index + 1);
  if (flag.isSwitch) return applyAt(flag, `--${name}`, 'true', word, draft, index + 1);
  return applyNext(flag, `--${name}`, words, index, draft);
}

/** One dash and letters: switches may follow each other, the last may carry a value: `-itp 80:80`, `-p80:80`, `-d=false`. */
function readShort(words: readonly LineWord[], index: number, draft: RunDraft): number {
  const word = words[index] as LineWord;
  const letters = word.text.slice(1);
  for (let position = 0; position < letters.length; position++) {
    const letter = letters[position] ?? '';
    const flag = Object.values(runFlags).find(({ short }) => short === letter);
    if (!flag) throw unknown(`-${letter}`, word);
    const rest = letters.slice(position + 1);
    if (rest.startsWith('=')) return applyAt(flag, `-${letter}`, rest.slice(1), word, draft, index + 1);
    if (flag.isSwitch) applyAt(flag, `-${letter}`, 'true', word, draft, index + 1);
    else if (rest !== '') return applyAt(flag, `-${letter}`, rest, word, draft, index + 1);
    else return applyNext(flag, `-${letter}`, words, index, draft);
  }
  return index + 1;
}

function applyNext(flag: RunFlag, shown: string, words: readonly LineWord[], index: number, draft: RunDraft): number {
  const value = words[index + 1];
  const word = words[index] as LineWord;
  if (!value) throw new LineProblem(t('The option {0} needs a value.', shown), word.offset, word.length);
  return applyAt(flag, shown, value.text, value, draft, index + 2);
}

function applyAt(
  flag: RunFlag,
  shown: string,
  value: string,
  place: Pick<LineWord, 'offset' | 'length'>,
  draft: RunDraft,
  next: number,
): number {
  at(place, shown, () => flag.apply(draft, value));
  draft.given.push({ name: nameOfFlag(flag), value });
  return next;
}

function at(place: Pick<LineWord, 'offset' | 'length'>, option: string, step: () => void): void {
  try {
    step();
  } catch (problem) {
    if (!(problem instanceof BadValue)) throw problem;
    throw new LineProblem(option === '' ? problem.reason : `${option}: ${problem.reason}`, place.offset, place.length);
  }
}

function unknown(option: string, { offset, length }: LineWord): LineProblem {
  return new LineProblem(t('docker run has no option {0}.', option), offset, length);
}

function checkImage({ text, offset, length }: LineWord, before: LineWord | undefined): void {
  if (isImageId(text)) return;
  const checked = checkReference(text);
  if (!('reason' in checked)) return;
  // A folder of Windows with a blank in its name: `-v C:\Users\me me:/data`.
  const folder = /^(?:-v|--volume=)?([A-Za-z]:[\\/].*)$/s.exec(before?.text ?? '')?.[1];
  if (before && folder !== undefined && !folder.includes(':', 2) && /[\\:]/.test(text)) {
    throw new LineProblem(
      t('The path of the volume has a blank in it: put it in quotes, as in -v "{0} {1}".', folder, text),
      before.offset,
      offset + length - before.offset,
    );
  }
  throw new LineProblem(checked.reason, offset, length);
}

function bodyOf(draft: RunDraft, image: string, command: readonly string[]): Record<string, unknown> {
  const attached = !draft.detached;
  const all = draft.attach.size === 0;
  const stdin = attached && (draft.attach.has('stdin') || draft.interactive);
  const { NetworkingConfig, ...config } = draft.config;
  return {
    ...config,
    Image: image,
    ...(command.length > 0 && { Cmd: command }),
    ...(draft.entrypoint !== undefined && { Entrypoint: [draft.entrypoint] }),
    AttachStdin: stdin,
    AttachStdout: attached && (all || draft.attach.has('stdout')),
    AttachStderr: attached && (all || draft.attach.has('stderr')),
    Tty: draft.tty,
    OpenStdin: draft.interactive,
    StdinOnce: draft.interactive && stdin,
    HostConfig: draft.host,
    ...defined({ NetworkingConfig }),
  };
}
