import { seededNumbers } from '../../../scripts/seeded-numbers';

/** A text with one small change, and what that is in a few characters; `3.2` is the second word of the third line. */
export interface Variant {
  readonly change: string;
  readonly text: string;
  /** The line of the original that a line of the text was; both count from one. */
  readonly lineBefore: (line: number) => number;
}

interface Word {
  readonly line: number;
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Chosen {
  readonly text: string;
  readonly words: readonly Word[];
  readonly word: Word;
  pick<Value>(values: readonly Value[]): Value | undefined;
}

type Change = (chosen: Chosen) => (Omit<Variant, 'lineBefore'> & Partial<Variant>) | undefined;

/** Lines behind `line` were one further up. */
const oneBelow = (line: number) => (now: number): number => (now > line ? now - 1 : now);

const operators = ['&&', '||', ';', '|', '&'] as const;
const bases = ['alpine:3.20', 'debian:12', 'fedora:40', 'busybox', 'scratch', 'mcr.microsoft.com/windows/nanoserver:ltsc2022', 'example.com/team/app', '$BASE', 'a@sha256:0'] as const;
const heads = ['SHELL ["/bin/bash", "-eo", "pipefail", "-c"]', 'SHELL ["pwsh", "-Command"]', 'USER app', 'USER 0', 'WORKDIR /w', 'WORKDIR rel', 'ENV V=1 PATH=/x:$PATH', 'ARG V', 'ARG V=2', 'ONBUILD RUN ls', 'COPY . .'] as const;
const tops = ['# escape=`', '# syntax=docker/dockerfile:1', '# check=skip=all', '# hadolint global ignore=DL3008', 'ARG BASE=debian:12', '# hadolint shell=bash'] as const;
const others = ['$V', '${V:-x}', '"$V"', '-y', '--no-cache', '/', '.', '..', './x', '/etc/*', '*', "''", '""', 'x=1', '--', '-', '\\', '~', '$(ls)', '`ls`', '2>&1', '>/dev/null', '<<EOF', '#', 'http://a/b.tgz', '80/tcp', '{}', '[', 'é', '!', 'sudo', 'cd'] as const;

function replaced({ text, word }: Chosen, by: string, what: string): ReturnType<Change> & object {
  return { change: `${String(word.line)}.${String(word.index)} ${what}`, text: text.slice(0, word.start) + by + text.slice(word.end) };
}

const insertedLine = (chosen: Chosen, line: string): ReturnType<Change> => {
  const from = /^FROM .*\n/im.exec(chosen.text);
  const at = from === null ? undefined : from.index + from[0].length;
  return at === undefined ? undefined : { change: `after FROM: ${line}`, text: `${chosen.text.slice(0, at)}${line}\n${chosen.text.slice(at)}`, lineBefore: oneBelow(chosen.text.slice(0, at).split('\n').length - 1) };
};

const swapped = (chosen: Chosen): ReturnType<Change> => {
  const lines = chosen.text.split('\n');
  const { line } = chosen.word;
  const one = lines[line - 1];
  const two = lines[line];
  if (one === undefined || two === undefined || two === '') return undefined;
  lines.splice(line - 1, 2, two, one);
  return { change: `${String(line)} below ${String(line + 1)}`, text: lines.join('\n'), lineBefore: (now) => (now === line ? line + 1 : now === line + 1 ? line : now) };
};

/** What is done to a word or its line. */
const changes: readonly Change[] = [
  (chosen) => replaced(chosen, '', 'out'),
  (chosen) => replaced(chosen, '', 'out'),
  (chosen) => replaced(chosen, `${chosen.word.text} ${chosen.word.text}`, 'twice'),
  (chosen) => replaced(chosen, `"${chosen.word.text}"`, 'in quotes'),
  (chosen) => replaced(chosen, `'${chosen.word.text}'`, 'in apostrophes'),
  (chosen) => (chosen.word.text.length > 1 ? replaced(chosen, chosen.word.text.slice(0, -1), 'without its last') : undefined),
  (chosen) => (chosen.word.text.length > 1 ? replaced(chosen, chosen.word.text.slice(1), 'without its first') : undefined),
  (chosen) => replaced(chosen, `${chosen.word.text}x`, 'with x'),
  (chosen) => replaced(chosen, `/${chosen.word.text}`, 'behind /'),
  (chosen) => replaced(chosen, /[A-Z]/.test(chosen.word.text) ? chosen.word.text.toLowerCase() : chosen.word.text.toUpperCase(), 'in other case'),
  (chosen) => ({ ...replaced(chosen, `${chosen.word.text} \\\n `, 'before a new line'), lineBefore: oneBelow(chosen.word.line) }),
  (chosen) => (chosen.word.text.includes('=') ? replaced(chosen, chosen.word.text.replace('=', ' '), 'without =') : undefined),
  (chosen) => {
    const next = chosen.words.find(({ line, index }) => line === chosen.word.line && index === chosen.word.index + 1);
    return next === undefined ? undefined : { ...replaced(chosen, '', 'joined by ='), text: `${chosen.text.slice(0, chosen.word.end)}=${chosen.text.slice(next.start)}` };
  },
  (chosen) => {
    const cut = chosen.word.text.search(/[=:@<>]/);
    return cut < 1 ? undefined : replaced(chosen, chosen.word.text.slice(0, cut), 'without its version');
  },
  (chosen) => {
    const other = chosen.pick(others) ?? '';
    return replaced(chosen, other, `is ${other}`);
  },
  (chosen) => {
    const other = chosen.pick(others) ?? '';
    return replaced(chosen, `${other} ${chosen.word.text}`, `behind ${other}`);
  },
  (chosen) => {
    const other = chosen.pick(chosen.words);
    return other === undefined || other.text === chosen.word.text ? undefined : replaced(chosen, other.text, `as ${String(other.line)}.${String(other.index)}`);
  },
  (chosen) => {
    const operator = chosen.words.filter(({ text }) => /^(?:&&?|\|\|?|;)$/.test(text));
    const word = chosen.pick(operator);
    const other = chosen.pick(operators);
    return word === undefined || other === undefined || other === word.text ? undefined : replaced({ ...chosen, word }, other, `is ${other}`);
  },
  (chosen) => {
    const lines = chosen.text.split('\n');
    lines[chosen.word.line - 1] = '';
    return { change: `${String(chosen.word.line)} blank`, text: lines.join('\n') };
  },
  swapped,
  (chosen) => {
    const lines = chosen.text.split('\n');
    lines[chosen.word.line - 1] = `ONBUILD ${lines[chosen.word.line - 1] ?? ''}`;
    return { change: `${String(chosen.word.line)} on build`, text: lines.join('\n') };
  },
  (chosen) => insertedLine(chosen, chosen.pick(heads) ?? ''),
  (chosen) => {
    const top = chosen.pick(tops) ?? '';
    return { change: `top: ${top}`, text: `${top}\n${chosen.text}`, lineBefore: oneBelow(0) };
  },
  (chosen) => {
    const base = chosen.pick(bases) ?? '';
    const text = chosen.text.replace(/^(FROM\s+(?:--\S+\s+)*)\S+/im, (_all, before: string) => before + base);
    return text === chosen.text ? undefined : { change: `FROM ${base}`, text };
  },
  (chosen) => ({ change: `ends at ${String(chosen.word.line)}.${String(chosen.word.index)}`, text: chosen.text.slice(0, chosen.word.end) }),
];

function wordsOf(text: string): readonly Word[] {
  return text.split('\n').flatMap((line, at, lines) => {
    const start = lines.slice(0, at).reduce((sum, { length }) => sum + length + 1, 0);
    return [...line.matchAll(/\S+/g)].map((match, index) => ({ line: at + 1, index: index + 1, start: start + match.index, end: start + match.index + match[0].length, text: match[0] }));
  });
}

/** So many small changes of a text, the same ones for the same seed; fewer where the text is short. */
export function variantsOf(text: string, count: number, seed: number): readonly Variant[] {
  const next = seededNumbers(seed);
  const words = wordsOf(text);
  const pick = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(next() * values.length)];
  const found = new Map<string, Variant>();
  for (let tries = 0; tries < 4 * count && found.size < count; tries++) {
    // The line with FROM is in most texts, and what becomes of keywords is the same everywhere: the others say more.
    const dull = next() < 0.15;
    const word = pick(words.filter(({ line, index }) => dull || (line > 1 && index > 1))) ?? words[0];
    const change = pick(changes);
    if (word === undefined || change === undefined) break;
    const variant = change({ text, words, word, pick });
    if (variant !== undefined && variant.text !== text && !found.has(variant.text)) found.set(variant.text, { lineBefore: (line) => line, ...variant });
  }
  return [...found.values()];
}
