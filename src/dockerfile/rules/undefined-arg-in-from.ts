import { t } from '../../core/localize';
import { globalArguments } from '../facts/global-arguments';
import { linesBefore } from '../facts/lines';
import { nearest } from '../facts/spelling';
import { variablesIn } from '../facts/variables';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';
import type { Range } from '../text';
import type { InstructionWord } from '../words';

/** UndefinedArgInFrom: FROM with a variable that no ARG declares. */
export const undefinedArgInFrom = defineRule({
  code: 'UndefinedArgInFrom',
  name: 'undefined-arg-in-from',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'A variable in `FROM` is unknown: declare it with `ARG` before the first `FROM`.',
  docs: `\`FROM\` can use only what an \`ARG\` before the first \`FROM\` declares, and what the builder defines itself, such
as \`BUILDPLATFORM\`. Anything else is empty.`,
  examples: [
    {
      bad: 'ARG ALPINE_VERSION=3.20\nFROM alpine:${ALPIN_VERSION}\n',
      fixed: 'ARG ALPINE_VERSION=3.20\nFROM alpine:${ALPINE_VERSION}\n',
    },
    { good: 'ARG ALPINE_VERSION=3.20\nFROM alpine:${ALPINE_VERSION}\n' },
  ],
  checkStage(stage, context) {
    const { image, platform } = stage.from.from;
    const { names } = globalArguments(context.file);
    for (const word of [image, platform]) {
      if (word?.text.includes('$') !== true) continue;
      for (const [name, range] of unknownIn(word, context.file.escape, names)) {
        const meant = nearest(name, names);
        context.report(stage.from, {
          message: t('No ARG before the first FROM declares {0}.', name),
          range,
          fix: () => (meant === undefined ? declaration(context.file, name) : spelling(range, meant)),
          alternatives: () => (meant === undefined ? [] : [declaration(context.file, name)].flatMap((fix) => fix ?? [])),
        });
      }
    }
  },
});

/** The first place of each name. */
function unknownIn(word: InstructionWord, escape: string, names: ReadonlySet<string>): Map<string, Range> {
  const found = new Map<string, Range>();
  for (const { name, nameStart, nameEnd } of variablesIn(word.text, { escape, quotes: true })) {
    if (names.has(name) || found.has(name)) continue;
    found.set(name, { start: word.range.start + nameStart, end: word.range.start + nameEnd });
  }
  return found;
}

function spelling(range: Range, meant: string): Fix {
  return { kind: 'suggested', title: t('Change to {0}', meant), edits: [{ range, text: meant }] };
}

function declaration(file: Dockerfile, name: string): Fix | undefined {
  const first = file.stages[0]?.from;
  if (first === undefined) return undefined;
  const edits = [linesBefore(file, first, `ARG ${name}`)];
  return { kind: 'suggested', title: t('Declare ARG {0} before the first FROM', name), edits };
}
