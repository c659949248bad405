import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { wholeName } from '../../core/image-names';
import { t } from '../../core/localize';
import { tryParseReference } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { ImageNodeData } from '../../nodes/image';
import { askRegistry, isNewer, tagAnswers } from '../../nodes/image-updates';
import { names } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { images, localImages } from '../targets/image-targets';
import { oneAfterAnother } from '../asking/one-after-another';
import { pullImage } from './pull';

interface Checked {
  readonly reference: string;
  /** `unknown`: the image was neither pulled nor pushed, so it cannot be compared. */
  readonly state: 'current' | 'newer' | 'unknown';
  /** What the registry has under the tag now. */
  readonly digest: string | undefined;
}

/** An answer this young is not asked for again. */
const freshMilliseconds = 60_000;

/** Asks registries whether tags stand for something newer. */
export const checkImagesForUpdate = defineCommand({
  id: 'slipway.images.checkForUpdate',
  title: 'Check for Update',
  summary: 'Asks the registry with one HEAD request for each tag whether it has something newer, marks the row, and offers to pull it.',
  icon: 'sync',
  on: [{ node: 'image', with: ['tagged'] }, { node: 'repository' }],
  many: true,
  placement: { group: '4_share', order: 5 },
  palette: true,
  answers: { images: names('References with a tag.') },
  result: '{ images: readonly { reference, state, digest }[] }',
  run: async (app, call): Promise<{ readonly images: readonly Checked[] }> => {
    const tags = (await targets(app, call)).flatMap((data) =>
      data.reference !== undefined && tryParseReference(data.reference)?.tag !== undefined ? [{ ...data, reference: data.reference }] : [],
    );
    if (tags.length === 0)
      throw failure('invalidInput', { field: 'images', value: '', reason: t('Only images with a tag can be compared with a registry.') });
    const title =
      tags.length === 1
        ? t('Checking for a newer {0}', oneLine(tags[0]?.reference ?? ''))
        : t('Checking for newer versions of {0} images', tags.length);
    const work = app.progress.run(title, (report, signal) => {
      let done = 0;
      return oneAfterAnother(
        app,
        'check',
        tags,
        ({ reference }) => reference,
        (data) => {
          report({ message: t('{0} of {1}', ++done, tags.length) });
          return check(app, data, signal);
        },
      );
    });
    // What was answered before something failed is shown too.
    const checked = await work.finally(() => app.views.refresh('images'));
    if (!call.programmatic) await tell(app, checked);
    return { images: checked };
  },
});

async function targets(app: App, call: CommandCall<{ readonly images: readonly string[] }>): Promise<readonly ImageNodeData[]> {
  const chosen = await chooseTargets(app, call, images, { title: t('Check for Update') });
  const local = chosen.every(({ listed }) => listed) ? [] : await localImages(app);
  return chosen.map(({ name, listed }) => {
    if (listed) return listed;
    const whole = wholeName(name);
    const found = local.find(({ reference }) => reference !== undefined && wholeName(reference) === whole);
    if (!found) throw failure('notFound', { what: 'image', name });
    return found;
  });
}

async function check(
  app: App,
  { image, reference }: ImageNodeData & { readonly reference: string },
  signal: AbortSignal,
): Promise<Checked> {
  if (signal.aborted) throw failure('cancelled', { operation: 'check' });
  const before = tagAnswers(app).get(reference);
  const fresh = before?.image === image.id && Date.now() - before.checked < freshMilliseconds;
  if (!fresh) app.log.command(dockerLine(['buildx', 'imagetools', 'inspect', reference], app.terminalShell()));
  const answer = fresh ? before : await askRegistry(app, image, reference, signal);
  if (!answer) return { reference, state: 'unknown', digest: undefined };
  return { reference, state: isNewer(image, reference, answer) ? 'newer' : 'current', digest: answer.digest };
}

async function tell(app: App, checked: readonly Checked[]): Promise<void> {
  const newer = checked.filter(({ state }) => state === 'newer').map(({ reference }) => reference);
  const unknown = checked.filter(({ state }) => state === 'unknown').length;
  if (newer.length > 0) {
    const names = newer.slice(0, 5).map((name) => oneLine(name));
    const more = newer.length - names.length;
    const list = more > 0 ? t('{0} and {1} more', names.join(', '), more) : names.join(', ');
    const run = async (): Promise<void> => {
      for (const reference of newer) await pullImage.run(app, { nodes: [], answers: { reference }, programmatic: false });
    };
    await app.show.information(t('The registry has something newer: {0}', list), { title: t('Pull'), run });
  } else if (unknown === checked.length) {
    await app.show.information(t('The image was neither pulled nor pushed, so no registry gave it a digest.'));
  } else app.show.status(t('Up to date'));
}
