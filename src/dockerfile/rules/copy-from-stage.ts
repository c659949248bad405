import { t } from '../../core/localize';
import { nearest } from '../facts/spelling';
import { stagesBefore } from '../facts/stage-names';
import type { Dockerfile } from '../model';
import { defineRule } from '../rule';
import type { Flag } from '../words';

/** DL3022: COPY --from of what is no stage and no image with a tag. */
export const copyFromStage = defineRule({
  code: 'DL3022',
  name: 'copy-from-stage',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'suggested',
  summary: '`COPY --from` names no stage above it: name one, or write an image with its tag.',
  docs: `A name that is no stage above is taken for an image and pulled: a stage that is misspelt or stands further down
gives an image of that name from Docker Hub. Images are allowed when they are named with a tag or digest.`,
  examples: [
    {
      bad: 'FROM debian:12 AS build\nRUN make\nFROM debian:12\nCOPY --from=biuld /a /a\n',
      fixed: 'FROM debian:12 AS build\nRUN make\nFROM debian:12\nCOPY --from=build /a /a\n',
    },
    { good: 'FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /a /a\nCOPY --from=0 /b /b\n' },
    { good: 'FROM debian:12\nCOPY --from=nginx:1.27 /etc/nginx /etc/nginx\n' },
  ],
  on: ['COPY'],
  checkInstruction(copy, context) {
    const { from } = copy.copy;
    const value = from?.flagValue;
    if (from === undefined || value === undefined || value.includes(':')) return;
    const before = stagesBefore(context.file, copy);
    // Its own stage is DL3023.
    const own = context.file.stageOf(copy)?.name;
    if (context.file.findStage(value, before) !== undefined || own === value) return;
    const meant = nearest(value, namesBefore(context.file, before));
    const { valueRange } = from;
    context.report(copy, {
      message: t('{0} is not a stage above this one; specify an image with its tag.', value),
      range: valueOf(from),
      ...(meant !== undefined &&
        valueRange !== undefined && {
          fix: { kind: 'suggested', title: t('Change to {0}', meant), edits: [{ range: valueRange, text: meant }] },
        }),
    });
  },
});

function valueOf(flag: Flag): Flag['range'] {
  return flag.valueRange ?? flag.range;
}

/** So many stages back a misspelt name is looked for; files with more are made by programs. */
const farthest = 500;

function namesBefore(file: Dockerfile, count: number): string[] {
  return file.stages.slice(Math.max(0, count - farthest), count).flatMap(({ name }) => (name === undefined ? [] : [name]));
}
