import { t } from '../../core/localize';
import { freeStageName, renaming } from '../facts/stage-names';
import type { Dockerfile, Stage } from '../model';
import { defineRule, type Fix } from '../rule';

/** DL3024 and DuplicateStageName: two stages of one name. */
export const uniqueStageName = defineRule({
  code: 'DL3024',
  name: 'unique-stage-name',
  origin: 'hadolint',
  aliases: ['DuplicateStageName'],
  severity: 'error',
  fixes: 'suggested',
  summary: 'Two stages have the same name: rename one of them.',
  docs: `Of two stages with one name the later hides the earlier: \`COPY --from\` and \`--target\` reach only one of them.
Case does not count in the names of stages.`,
  examples: [
    {
      bad: 'FROM debian:12 AS build\nFROM alpine:3.20 AS build\nFROM build\n',
      fixed: 'FROM debian:12 AS build\nFROM alpine:3.20 AS build-2\nFROM build-2\n',
    },
    { good: 'FROM debian:12 AS build\nFROM alpine:3.20 AS run\n' },
  ],
  checkFile(file, context) {
    const seen = new Set<string>();
    for (const stage of file.stages) {
      const word = stage.from.from.stageName;
      if (word === undefined) continue;
      const name = word.value.toLowerCase();
      if (seen.has(name)) {
        context.report(stage.from, {
          message: t('An earlier stage is called {0} too.', word.value),
          range: word.range,
          fix: () => renamed(file, stage, name),
        });
      }
      seen.add(name);
    }
  },
});

function renamed(file: Dockerfile, stage: Stage, name: string): Fix {
  const to = freeStageName(file, name);
  return { kind: 'suggested', title: t('Rename the stage to {0}', to), edits: renaming(file, stage, to) };
}
