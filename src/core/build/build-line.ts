import { failure } from '../errors';
import { t } from '../localize';
import { own } from '../records';
import { BadValue } from '../run/draft';
import { type EngineSurroundings } from '../run/invocation';
import { lineWithoutSecrets } from '../run-line-secrets';
import { LineProblem, type LineWord } from '../shell-words';
import { readBuildCommand } from './build-line-command';
import { BuildDraft, type BuildSurroundings } from './build-line-draft';
import type { BuildLineRemark } from './build-line-remark';
import { type BuildFlag, buildFlags } from './build-line-flags';
import { readSource } from './build-line-source';
import type { BuildRequest } from './build-request';

export type { BuildLineRemark } from './build-line-remark';
export type { BuildSurroundings } from './build-line-draft';

/** The machine that the line is typed on, and the engine in use. */
export type BuildLineSurroundings = BuildSurroundings & EngineSurroundings;

/** What a `docker build` line means. */
export interface BuildLine {
  readonly request: BuildRequest;
  /** What of it changes nothing here. */
  readonly remarks: readonly BuildLineRemark[];
}

/** Either the meaning or what is wrong and where (UTF-16 units of the text); the reason is translated. */
export type BuildLineCheck =
  | { readonly build: BuildLine }
  | {
      readonly reason: string;
      readonly offset: number;
      readonly length: number;
      /** The command of Slipway that helps, with its translated title. */
      readonly instead?: { readonly title: string; readonly command: string };
    };

/**
 * Reads a line that builds, as a person types or pastes it: `docker build`, `docker buildx build`, `docker image build`,
 * `podman build`, or what stands behind those alone. The options are those of `docker buildx build` 0.29 and of the
 * builder before it. Throws `invalidInput`.
 */
export function parseBuildLine(line: string, surroundings: BuildLineSurroundings = {}): BuildLine {
  const check = checkBuildLine(line, surroundings);
  if ('build' in check) return check.build;
  // The line may hold passwords, and errors are written to the log. The place is that in the line as it was given.
  const told = lineWithoutSecrets(line, check, 'build');
  throw failure('invalidInput', { field: 'build line', ...check, value: told.line, reason: told.reason });
}

/** {@link parseBuildLine} for a line that is being typed: never throws for what the line says. */
export function checkBuildLine(line: string, surroundings: BuildLineSurroundings = {}): BuildLineCheck {
  try {
    return { build: read(line, surroundings) };
  } catch (problem) {
    if (!(problem instanceof LineProblem)) throw problem;
    const { reason, offset, length, instead } = problem;
    return { reason, offset, length, ...(instead && { instead }) };
  }
}

function read(line: string, surroundings: BuildLineSurroundings): BuildLine {
  const { words, variables, input, program } = readBuildCommand(line, surroundings);
  const draft = new BuildDraft({ ...surroundings, variables: { ...surroundings.variables, ...variables } });
  const places = new OptionReader(words, draft).read();
  const [context, surplus] = places;
  const end = { offset: line.length, length: 0 };
  if (surplus)
    throw new LineProblem(t('Only one context can stand in the line: remove "{0}".', surplus.text), surplus.offset, surplus.length);
  if (!context && program !== 'podman')
    throw new LineProblem(t('The context is missing: write a folder, as in docker build .'), end.offset, 0);
  takeVariables(draft, variables);
  const place = context ?? { text: '.', ...end };
  const found = at(place, '', () => readSource(draft, place.text, { input: input?.text, podman: program === 'podman' }));
  return { request: { ...found, ...at({ offset: 0, length: line.length }, '', () => draft.said()) }, remarks: draft.remarks };
}

/** What the command line takes from variables before it. */
function takeVariables(draft: BuildDraft, variables: Readonly<Record<string, string>>): void {
  const platform = own(variables, 'DOCKER_DEFAULT_PLATFORM');
  if (platform !== undefined && platform !== '' && draft.platforms.length === 0) draft.platforms.push(platform);
  const builder = own(variables, 'BUILDX_BUILDER');
  if (builder !== undefined && builder !== 'default' && builder !== '') draft.options.builder ??= builder;
  if (own(variables, 'DOCKER_BUILDKIT') === '0') draft.remark('DOCKER_BUILDKIT=0', t('The builder is the one that the engine in use has.'));
}

type Place = Pick<LineWord, 'offset' | 'length'>;

function at<Result>(place: Place, option: string, step: () => Result): Result {
  try {
    return step();
  } catch (problem) {
    if (!(problem instanceof BadValue)) throw problem;
    throw new LineProblem(option === '' ? problem.reason : `${option}: ${problem.reason}`, place.offset, place.length);
  }
}

/** Options as pflag reads them: before, between and behind other words. */
class OptionReader {
  private index = 0;

  constructor(
    private readonly words: readonly LineWord[],
    private readonly draft: BuildDraft,
  ) {}

  /** Gives the words that are no options. */
  read(): readonly LineWord[] {
    const others: LineWord[] = [];
    for (let word = this.words[this.index]; word; word = this.words[this.index]) {
      this.index += 1;
      // An input box has made one line of several, and a backslash that continued one stands before a blank.
      const plain = word.text.startsWith(' ') ? { ...word, text: word.text.trimStart() } : word;
      if (plain.text === '' && plain !== word) continue;
      if (plain.text === '--') return [...others, ...this.words.slice(this.index)];
      if (plain.text.startsWith('--')) this.long(plain);
      else if (plain.text.startsWith('-') && plain.text !== '-') this.short(plain);
      else others.push(plain);
    }
    return others;
  }

  private long(word: LineWord): void {
    const equals = word.text.indexOf('=');
    const name = word.text.slice(2, equals < 0 ? undefined : equals);
    const flag = own(buildFlags, name);
    if (!flag) throw unknown(`--${name}`, word);
    this.apply(flag, `--${name}`, word, equals < 0 ? undefined : word.text.slice(equals + 1));
  }

  /** One dash and letters: switches may follow each other, the last may carry a value: `-qt app`, `-tapp`, `-q=false`. */
  private short(word: LineWord): void {
    const letters = word.text.slice(1);
    for (let position = 0; position < letters.length; position += 1) {
      const letter = letters[position] ?? '';
      const flag = Object.values(buildFlags).find(({ short }) => short === letter);
      if (!flag) throw unknown(`-${letter}`, word);
      const rest = letters.slice(position + 1);
      if (flag.isSwitch && !rest.startsWith('=')) {
        this.apply(flag, `-${letter}`, word, 'true');
        continue;
      }
      this.apply(flag, `-${letter}`, word, rest === '' ? undefined : rest.replace(/^=/, ''));
      return;
    }
  }

  private apply(flag: BuildFlag, option: string, word: LineWord, given: string | undefined): void {
    const next = given === undefined && !flag.isSwitch ? this.words[this.index] : undefined;
    if (given === undefined && !flag.isSwitch) {
      if (!next) throw new LineProblem(t('The option {0} needs a value.', option), word.offset, word.length);
      this.index += 1;
    }
    const value = given ?? next?.text ?? 'true';
    const shown = next ? `${option} ${next.text}` : word.text;
    at(next ?? word, option, () => flag.apply(this.draft, value, shown));
  }
}

function unknown(option: string, { offset, length }: LineWord): LineProblem {
  return new LineProblem(t('docker build has no option {0}.', option), offset, length);
}
