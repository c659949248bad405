import { t } from '../localize';
import { own, setOwn } from '../records';
import { checkRunWords, type LineSurroundings, readOnlyOptions, type RunLine, type RunWords } from '../run-line';
import { LineProblem } from '../shell-words';
import { BadValue, RunDraft } from './draft';
import { type RunFlag, runFlags } from './flags';
import { readFieldWords } from './form-words';
import { launchProblems } from './launch-form';
import { volumeParts } from './mounts';
import { putParts } from './parts';
import { freeCells, optionOfRow, optionOfSwitch, optionOfText } from './run-form';
import { rowFieldNames, type RunForm, type RunFormProblems, type RunFormRow, type RunRowField } from './run-form-fields';

/** What a form means, or what is wrong with it. */
export type RunFormReading = { readonly run: RunLine; readonly words: RunWords } | { readonly problems: RunFormProblems };

/** An option that a field says, with its place there. */
interface FieldOption {
  readonly place: string;
  readonly name: string;
  readonly value: string;
}

/** The words of a form and what is wrong with single fields. */
interface FormWords {
  readonly words: RunWords;
  readonly problems: RunFormProblems;
}

/** Reads a form by the rules of the command line. */
export function readRunForm(form: RunForm, surroundings: LineSurroundings): RunFormReading {
  const { words, problems: ofWords } = wordsOfForm(form, surroundings);
  const problems = { ...ofWords, ...launchProblems(form.launch) };
  if (Object.keys(problems).length > 0) return { problems };
  const checked = checkRunWords(words, surroundings);
  if ('run' in checked) return { run: checked.run, words };
  return { problems: { form: checked.reason } };
}

/** The words of the line that says what a form says, as far as it can be read. */
export function wordsOfForm(form: RunForm, surroundings: LineSurroundings): FormWords {
  const problems: Record<string, string> = {};
  const attempt = <Value>(place: string, otherwise: Value, read: () => Value): Value => {
    try {
      return read();
    } catch (problem) {
      if (!(problem instanceof BadValue) && !(problem instanceof LineProblem)) throw problem;
      if (own(problems, place) === undefined) setOwn(problems, place, problem.reason);
      return otherwise;
    }
  };
  const { texts } = form;
  const single = optionsOfTexts(form);
  const isName = ({ name }: FieldOption): boolean => name === 'name';
  // As everybody writes them.
  const options = [...single.filter(isName), ...optionsOfRows(form, attempt), ...single.filter((option) => !isName(option))];
  for (const { place, name, value } of options) attempt(place, undefined, () => checkAlone(name, value, surroundings));
  const image = texts.image.trim();
  if (image === '') problems['image'] = t('The image is missing.');
  else {
    const checked = checkRunWords({ options: [], image, command: [] }, surroundings);
    if ('reason' in checked) problems['image'] = checked.reason;
  }
  const command = attempt('command', [], () => readFieldWords(texts.command, surroundings).map(({ text }) => text));
  const more = attempt('more', [], () => {
    const words = readFieldWords(texts.more, surroundings);
    readOnlyOptions(words, new RunDraft(surroundings));
    return words.map(({ text }) => text);
  });
  const written = options.flatMap(({ name, value }) => optionWords(name, value));
  return { words: { options: [...switchWords(form), ...written, ...more], image, command }, problems };
}

/** Throws what is wrong with an option by itself. */
function checkAlone(name: string, value: string, surroundings: LineSurroundings): void {
  const draft = new RunDraft(surroundings);
  (own(runFlags, name) as RunFlag).apply(draft, value);
  putParts(draft);
}

/** `-dit` for what has a letter, `--rm` for what has none. */
function switchWords({ switches }: RunForm): readonly string[] {
  const flags = Object.entries(optionOfSwitch).filter(([field]) => switches[field as keyof typeof optionOfSwitch]);
  const letters = flags.map(([, name]) => own(runFlags, name)?.short ?? '').join('');
  const long = flags.filter(([, name]) => own(runFlags, name)?.short === undefined).map(([, name]) => `--${name}`);
  return [...(letters === '' ? [] : [`-${letters}`]), ...long];
}

function optionWords(name: string, value: string): readonly string[] {
  const short = own(runFlags, name)?.short;
  return short !== undefined && shortened.has(name) ? [`-${short}`, value] : [`--${name}`, value];
}

/** Options that everybody writes by their letter. */
const shortened: ReadonlySet<string> = new Set(['publish', 'env', 'volume']);

function optionsOfTexts({ texts }: RunForm): readonly FieldOption[] {
  return Object.entries(optionOfText).flatMap(([field, name]): FieldOption[] => {
    const text = texts[field as keyof typeof optionOfText].trim();
    if (text === '') return [];
    const attempts = texts.restartAttempts.trim();
    const value = field === 'restart' && attempts !== '' ? `${text}:${attempts}` : text;
    return [{ place: field, name, value }];
  });
}

type Attempt = <Value>(place: string, otherwise: Value, read: () => Value) => Value;

function optionsOfRows({ rows, texts }: RunForm, attempt: Attempt): readonly FieldOption[] {
  const passedOn = texts.passedOn.split(/\s+/).filter((name) => name !== '');
  return rowFieldNames.flatMap((field): readonly FieldOption[] => {
    const name = optionOfRow[field];
    const own = rows[field].flatMap((cells, index): FieldOption[] => {
      const place = `${field}/${String(index)}`;
      const value = attempt(place, undefined, () => valueOf(field, cells));
      return value === undefined ? [] : [{ place, name, value }];
    });
    return field === 'environment' ? [...own, ...passedOn.map((value) => ({ place: 'passedOn', name, value }))] : own;
  });
}

/** Undefined for a row in which nothing stands. */
function valueOf(field: RunRowField, row: RunFormRow): string | undefined {
  const cells = freeCells.has(field) ? [(row[0] ?? '').trim(), ...row.slice(1)] : row.map((cell) => cell.trim());
  if (cells.every((cell) => cell === '')) return undefined;
  const [first = '', second = '', third = ''] = cells;
  switch (field) {
    case 'environment':
    case 'labels':
      return `${first}=${second}`;
    case 'ports':
      return first === '' ? second : `${first}:${second}`;
    case 'volumes':
      return volumeOf(first, second, third);
    default:
      return first;
  }
}

function volumeOf(source: string, target: string, options: string): string {
  if (target === '') throw new BadValue(t('Name the folder in the container.'));
  if (source === '' && options !== '') throw new BadValue(t('A volume without a name has no options.'));
  const value = [source, target, options].filter((part, index) => index === 1 || part !== '').join(':');
  const [first, ...rest] = volumeParts(value);
  if (source !== '' && (first !== source || rest[0] !== target)) {
    throw new BadValue(t('Docker would read "{0}" in another way: a colon parts source, target and options.', value));
  }
  return value;
}
