import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { imageFilterTest, parseImageFilter } from '../../core/image-filter';
import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { type AnswersOf, names, optional, text } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { images, localImages } from '../targets/image-targets';
import { imageOfTarget } from '../targets/one-image';

const answers = {
  images: optional(names('References or ids.')),
  filter: optional(
    text(
      'Instead of `images`: all that a filter of the view lets through, such as `reference:redis` or `before:mongo:3.2`; the empty text stands for all.',
    ),
  ),
};

type Answers = AnswersOf<typeof answers>;

/** Copies the whole ids of images, one a line. */
export const copyImageId = defineCommand({
  id: 'slipway.images.copyId',
  title: 'Copy ID',
  summary: 'Copies the full IDs of images, one per line, as `docker image ls -q --no-trunc` prints them.',
  on: [{ node: 'image' }, { node: 'repository' }, { node: 'danglingImages' }],
  many: true,
  placement: { group: '7_copy', order: 2 },
  palette: true,
  answers,
  oneOf: [['images'], ['filter']],
  result: 'string',
  run: async (app, call): Promise<string> => {
    const ids = await idsOf(app, call);
    const text = [...new Set(ids.map(copiedName))].join('\n');
    await app.clipboard.write(text);
    return text;
  },
});

async function idsOf(app: App, call: CommandCall<Answers>): Promise<readonly string[]> {
  const { filter } = call.answers;
  if (call.answers.images !== undefined && filter !== undefined) {
    throw failure('invalidInput', { field: 'filter', value: filter, reason: t('Specify either images or a filter.') });
  }
  if (filter === undefined) {
    const chosen = await chooseTargets(app, call, images, { title: t('Copy ID') });
    return Promise.all(chosen.map(async (target) => (await imageOfTarget(app, target)).image.id));
  }
  app.log.command(dockerLine(['image', 'ls', '--quiet', '--no-trunc', ...filterWords(filter)], app.terminalShell()));
  const rows = (await localImages(app)).map(({ image: { id, created, labels }, reference }) => ({ id, created, labels, reference }));
  return rows.filter(imageFilterTest(parseImageFilter(filter), rows)).map(({ id }) => id);
}

/** Plain words have no equal among the filters of the command line. */
function filterWords(filter: string): readonly string[] {
  const { reference, label, before, since, dangling } = parseImageFilter(filter);
  const all = Object.entries({ reference, label, before, since }).flatMap(([key, values]) => values.map((value) => `${key}=${value}`));
  return [...all, ...(dangling === undefined ? [] : [`dangling=${String(dangling)}`])].flatMap((text) => ['--filter', text]);
}
