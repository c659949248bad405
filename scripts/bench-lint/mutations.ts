import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { builderErrors } from '../../src/dockerfile/builder-errors';
import { lintDockerfile } from '../../src/dockerfile/lint';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { seededNumbers } from '../seeded-numbers';
import type { Measured } from './corpus';

const inserted = [
  '\\\n',
  '\n',
  '"',
  "'",
  '`',
  '$(',
  '${',
  ')',
  '}',
  '<<EOF',
  '\nEOF\n',
  '&&',
  '||',
  '|',
  ';',
  '#',
  '[',
  ']',
  '{',
  '\t',
  '\r',
  '\u0000',
  '\ufeff',
  '\ud800',
  '--',
  '=',
  'RUN ',
  'FROM ',
  'ONBUILD ',
  '# escape=`\n',
  '# hadolint ignore=',
  '\\',
  '$',
  '*',
  'é',
  '😀',
];

/** Checks so many mutated texts; whether none throws and none takes more than a second. */
export function mutations(corpus: readonly Measured[], count: number): boolean {
  const next = seededNumbers(1);
  const random = (below: number): number => Math.floor(next() * below);
  let slowest = 0;
  let wrong = 0;
  for (let done = 0; done < count; done++) {
    const text = mutated(corpus[random(corpus.length)]?.text ?? '', corpus[random(corpus.length)]?.text ?? '', random);
    const start = performance.now();
    try {
      const file = parseDockerfile(text);
      for (const { fix } of [...lintDockerfile(file), ...builderErrors(file)]) assert(fix === undefined || fix.edits.length > 0);
    } catch (error) {
      wrong++;
      console.log(`mutation ${done}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${JSON.stringify(text)}`);
    }
    const time = performance.now() - start;
    slowest = Math.max(slowest, time);
    if (time > 1_000) {
      wrong++;
      console.log(`mutation ${done} takes ${time.toFixed(0)} ms: ${JSON.stringify(text)}`);
    }
  }
  console.log(`\nmutations: ${count} checked, the slowest in ${slowest.toFixed(0)} ms, ${wrong} wrong`);
  return wrong === 0;
}

function mutated(text: string, other: string, random: (below: number) => number): string {
  let result = text;
  for (let times = random(4) + 1; times > 0; times--) {
    const at = random(result.length + 1);
    const length = random(random(4) === 0 ? 200 : 8);
    const from = random(other.length + 1);
    switch (random(4)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + length);
        break;
      case 1:
        result = result.slice(0, at) + (inserted[random(inserted.length)] ?? '') + result.slice(at);
        break;
      case 2:
        result = result.slice(0, at) + other.slice(from, from + length) + result.slice(at);
        break;
      default:
        result = result.slice(0, at) + result.slice(at, at + length).repeat(random(random(20) === 0 ? 200 : 4)) + result.slice(at + length);
    }
  }
  return result;
}
