import { readdirSync, readFileSync } from 'node:fs';
import { defaultConfiguration } from '../../../src/dockerfile/configuration';
import { applyEdits } from '../../../src/dockerfile/edits';
import { completionAt } from '../../../src/dockerfile/features/completion';
import { flagsAt } from '../../../src/dockerfile/features/flag-completion';
import { imageAt } from '../../../src/dockerfile/features/image-at';
import { outlineOf, type OutlineEntry } from '../../../src/dockerfile/features/outline';
import { semanticTokens } from '../../../src/dockerfile/features/semantic-tokens';
import { readImageName } from '../../../src/dockerfile/image-name';
import { systemOfImage } from '../../../src/dockerfile/image-system';
import { mergeCandidates, mergeRefusal } from '../../../src/dockerfile/merge-candidates';
import { refusalText } from '../../../src/dockerfile/merge/merge-refusal';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { knownBase } from '../../../src/dockerfile/safety/known-bases';
import { factsOf } from './facts';

const folder = new URL('../../rules/tables/', import.meta.url);

/** A line of a table, in the file that `above` makes of it, and what is said of it. */
interface TableRow {
  readonly title: string;
  readonly input: string;
  readonly written: readonly string[];
  readonly now: () => readonly string[];
}

/** Line ends and tabs as they are in a table, where each input has one line. */
const inLine = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
const outOfLine = (text: string): string => text.replace(/\\(.)/g, (_all, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter);

type Describe = (input: string, above: string) => readonly string[];

/** What becomes of two RUN instructions, the first of which is the input; the second may follow `‖`. */
const merges: Describe = (input, above) => {
  const [first = '', second = 'ls'] = input.split(' ‖ ');
  const text = `${above}RUN ${first}\nRUN ${second}\n`;
  const file = parseDockerfile(text);
  const [one, two] = file.instructions.slice(-2);
  const refusal = one && two && mergeRefusal(file, { start: one.range.start, end: two.range.end });
  if (refusal !== undefined) return [refusalText(refusal)];
  return mergeCandidates(file, one && two && { start: one.range.start, end: two.range.end }).map(({ title, behaviour, edits }) => `${behaviour}${title.replace('Merge 2 RUN instructions', '')}: ${inLine(applyEdits(text, edits).slice(above.length).trimEnd())}`);
};

/** What rules find in a RUN instruction, with their fixes. */
const scripts: Describe = (input, above) => {
  const lines = above.split('\n').length - 1;
  return factsOf(`${above}RUN ${input}\n`, defaultConfiguration, 'brief', (line) => line - lines);
};

/** The colours of the whole text. */
const colours: Describe = (input, above) => {
  const text = above + input;
  const said = semanticTokens(parseDockerfile(text)).filter(({ start }) => start >= above.length).map(({ start, end, type, modifier }) => `${type}${modifier === undefined ? '' : `.${modifier}`} ${inLine(text.slice(start, end))}`);
  return said.length === 0 ? [] : [said.join(' ⋅ ')];
};

const entryText = ({ name, detail, kind, children }: OutlineEntry): string => `${name}${detail === '' ? '' : ` (${detail})`} ${kind}${children.length === 0 ? '' : ` [${children.map(entryText).join('; ')}]`}`;

const outlines: Describe = (input, above) => outlineOf(parseDockerfile(above + input)).map(entryText);

/** What can be completed at `█`, and the image that is named there. */
const completions: Describe = (input, above) => {
  const marked = above + input;
  const offset = marked.indexOf('█');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const file = parseDockerfile(text);
  const at = ({ start, end }: { readonly start: number; readonly end: number }): string => `${inLine(text.slice(start, offset))}█${inLine(text.slice(offset, end))}`;
  const known = completionAt(file, offset);
  const flags = flagsAt(file, offset);
  const image = imageAt(file, offset);
  return [
    ...(known === undefined ? [] : [`${at(known.range)} ${JSON.stringify({ ...known, range: undefined, ...('variables' in known ? { variables: known.variables.map(({ name, value, origin }) => `${origin} ${name}${value === undefined ? '' : `=${value}`}`).filter((name) => !/proxy$/i.test(name)).join(', ') } : {}) })}`]),
    ...(flags === undefined ? [] : [`${at(flags.range)} ${flags.instruction} “${flags.prefix}” ${flags.candidates.map(({ kind, text: put, example, goesOn, summary }) => `${kind} ${put}${example ?? ''}${goesOn ? '…' : ''}${summary === undefined ? '' : ` (${summary()})`}`).join(', ')}`]),
    ...(image === undefined ? [] : [`names ${image.reference}${image.platform === undefined ? '' : ` for ${image.platform}`}`]),
  ];
};

/** What an image is taken for by its name, and what is found for that reason in instructions below it. */
const images: Describe = (input) => {
  const text = `FROM ${input}\nLABEL a=$LANG b=$OTHER\nRUN --mount=type=cache,target=. a\nRUN sudo ls\n`;
  const file = parseDockerfile(text);
  const [stage] = file.stages;
  const { image, platform } = stage?.from.from ?? {};
  const base = knownBase(stage);
  const system = image && systemOfImage(readImageName(image), platform?.value);
  return [
    `${system ?? 'any system'}${base === undefined ? '' : `, ${base.family} ${base.name}${base.tag === '' ? '' : ` ${base.tag}`} in ${base.workdir ?? 'an unknown folder'}`}`,
    ...factsOf(text, defaultConfiguration, 'brief').filter((fact) => !/offers|merge/.test(fact)),
  ];
};

const kinds: Readonly<Record<string, Describe>> = { images, merges, scripts, colours, outlines, completions };

/** The files of tables, each named after what it tells: `merges-debian.txt`. */
export const tableFiles = (): readonly URL[] => readdirSync(folder).filter((name) => name.endsWith('.txt')).map((name) => new URL(name, folder));

/**
 * The rows of a file: an input is a line, what is said of it stands below, set in. `@` begins the text that is above the
 * inputs from there on, `#` a comment.
 */
export function tableRows(file: URL): readonly TableRow[] {
  const [kind = ''] = (file.pathname.split('/').at(-1) ?? '').replace(/\.txt$/, '').split('-');
  const describe = kinds[kind];
  if (describe === undefined) throw new Error(`No table is called ${kind}`);
  const rows: { title: string; input: string; written: string[]; now: () => readonly string[] }[] = [];
  let above = '';
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('# ')) continue;
    if (line.startsWith('@')) {
      above = outOfLine(line.slice(1).trimStart());
      continue;
    }
    if (line.startsWith('    ')) {
      rows.at(-1)?.written.push(line.slice(4));
      continue;
    }
    const given = above;
    rows.push({ title: `${line} (${inLine(given)})`, input: line, written: [], now: () => describe(outOfLine(line), given) });
  }
  return rows;
}

/** The file with what is said of each input now. */
export function tableNow(file: URL): string {
  const rows = [...tableRows(file)];
  const lines: string[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('    ')) continue;
    lines.push(line);
    if (line !== '' && !line.startsWith('# ') && !line.startsWith('@')) lines.push(...(rows.shift()?.now() ?? []).map((said) => `    ${said}`));
  }
  return lines.join('\n');
}
