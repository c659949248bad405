import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { imageText } from '../../core/image-text';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import { imageDetailsOf } from '../../engine/images/image-details';
import { names } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';
import { chooseTarget, chooseTargets } from '../targets/choose-targets';
import { images } from '../targets/image-targets';
import { imageOfTarget, type OneImage } from '../targets/one-image';
import { nameInErrors } from '../targets/run-on-each';

interface Comparison {
  readonly left: string;
  readonly right: string;
  /** True when the images are the same one. */
  readonly same: boolean;
}

/** Shows how two images differ. */
export const compareImages = defineCommand({
  id: 'slipway.images.compare',
  title: 'Compare Images…',
  summary: 'Shows in the diff editor how the configuration, history and layers of two images differ.',
  icon: 'diff',
  on: [{ node: 'image' }],
  many: true,
  placement: { group: '3_look', order: 4 },
  palette: true,
  answers: { images: names('Two references or ids.') },
  result: '{ left, right, same }',
  run: async (app, call): Promise<Comparison> => {
    const [left, right, ...more] = await twoImages(app, call);
    if (!left || !right || more.length > 0) {
      throw failure('invalidInput', {
        field: 'images',
        value: String(more.length + (left ? 1 : 0) + (right ? 1 : 0)),
        reason: t('Choose exactly two images.'),
      });
    }
    app.log.command(dockerLine(['image', 'inspect', left.name, right.name], app.terminalShell()));
    const [before, after] = await Promise.all([left, right].map((one) => textOf(app, one)));
    const comparison = { left: before ?? '', right: after ?? '', same: left.image.id === right.image.id };
    const title = t('{0} and {1}', shown(left), shown(right));
    await app.show.difference({ title, left: comparison.left, right: comparison.right });
    if (comparison.same) app.show.status(t('Both names stand for the same image'));
    return comparison;
  },
});

async function twoImages(app: App, call: CommandCall<{ readonly images: readonly string[] }>): Promise<readonly OneImage[]> {
  const chosen = await chooseTargets(app, call, images, { title: t('Compare Images'), askForOne: true });
  const [first, second] = chosen;
  const more =
    first && !second && call.answers.images === undefined
      ? [await chooseTarget(app, { nodes: [], answers: {} }, images, { title: t('Compare {0} with', oneLine(first.name)) })]
      : [];
  return Promise.all([...chosen, ...more].map((target) => imageOfTarget(app, target)));
}

async function textOf(app: App, { name, image }: OneImage): Promise<string> {
  const engine = await app.connection.engine();
  const [inspected, steps] = await nameInErrors(
    { id: image.id, name },
    Promise.all([engine.images.inspect(image.id), engine.images.history(image.id)]),
  );
  const details = imageDetailsOf(inspected);
  return imageText({ ...details, size: image.size }, steps);
}

function shown({ name }: OneImage): string {
  return oneLine(name.startsWith('sha256:') ? shortId(name) : name, 80);
}
