import { t } from '../../core/localize';
import { casedLike, indentOf } from '../facts/lines';
import { sectionsOf } from '../facts/sections';
import { variablesIn } from '../facts/variables';
import type { Instruction } from '../instruction';
import type { KeyValue } from '../key-values';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';
import type { Range } from '../text';

/** DL3044: a variable used in the ENV that sets it. */
export const envSelfReference = defineRule({
  code: 'DL3044',
  name: 'env-self-reference',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'suggested',
  summary: 'An `ENV` uses a variable that it sets itself, and gets the value from before: set it in an `ENV` above.',
  docs: `All pairs of one \`ENV\` are worked out with the values from before it: a variable that it sets is still empty
for the other pairs. Use one \`ENV\` after the other. A pair may use its own name, as in \`PATH=/opt/bin:$PATH\`, and
what an earlier \`ARG\` or \`ENV\` has set.`,
  examples: [
    {
      bad: 'FROM debian:12\nENV ROOT=/opt BIN=$ROOT/bin\n',
      fixed: 'FROM debian:12\nENV ROOT=/opt\nENV BIN=$ROOT/bin\n',
    },
    { good: 'FROM debian:12\nENV ROOT=/opt\nENV BIN=$ROOT/bin PATH=/opt/bin:$PATH\n' },
  ],
  checkFile(file, context) {
    for (const { instructions } of sectionsOf(file)) {
      const defined = new Set<string>();
      for (const instruction of instructions) {
        const env = instruction.trigger ?? instruction;
        if (env.name !== 'ENV' && env.name !== 'ARG') continue;
        const { pairs } = env.keyValues;
        const found = env.name === 'ENV' && pairs.length > 1 ? uses(env, pairs, defined) : [];
        const [first, ...others] = found;
        if (first !== undefined) {
          context.report(env, {
            message: t('${0} is set by this same ENV, so it has no value here yet.', first.name),
            range: first.range,
            alsoAt: others.map(({ range }) => range),
            fix: () => split(env, pairs, found.find(({ pair }) => pair > 0)?.pair ?? 1, file),
          });
        }
        for (const { key } of pairs) defined.add(key);
      }
    }
  },
});

interface Use {
  readonly name: string;
  readonly pair: number;
  readonly range: Range;
}

function uses(env: Instruction, pairs: readonly KeyValue[], defined: ReadonlySet<string>): Use[] {
  const setBy = new Map<string, number>();
  for (const { key } of pairs) setBy.set(key, (setBy.get(key) ?? 0) + 1);
  return pairs.flatMap(({ key, valueText, valueRange }, pair) => {
    if (valueText === undefined || valueRange === undefined) return [];
    return variablesIn(valueText, { escape: env.file.escape, quotes: true }).flatMap(({ name, start, end }) => {
      const setters = (setBy.get(name) ?? 0) - (key === name ? 1 : 0);
      if (setters <= 0 || defined.has(name)) return [];
      const isOnOneLine = valueRange.end - valueRange.start === valueText.length;
      const range = isOnOneLine ? { start: valueRange.start + start, end: valueRange.start + end } : valueRange;
      return [{ name, pair, range }];
    });
  });
}

function split(env: Instruction, pairs: readonly KeyValue[], at: number, file: Dockerfile): Fix | undefined {
  const before = pairs[at - 1];
  const pair = pairs[at];
  if (before === undefined || pair === undefined || env.onbuild !== undefined) return undefined;
  const between = { start: before.range.end, end: pair.range.start };
  if (env.innerComments.some(({ range }) => range.start >= between.start && range.end <= between.end)) return undefined;
  return {
    kind: 'suggested',
    title: t('Start a new ENV here'),
    edits: [{ range: between, text: `${file.source.lineEnd}${indentOf(file, env)}${casedLike(env.keyword, 'ENV')} ` }],
  };
}
