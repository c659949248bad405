import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { Engine, RemovedImages } from '../../engine/engine';
import type { ImageNodeData } from '../../nodes/image';
import { defineCommand } from '../define';
import { checkImageArgument, chooseImages, imageName, imagesOf, localImages, wholeName } from '../image-targets';
import { oneAfterAnother } from '../one-after-another';

interface Answers {
  readonly images: readonly string[];
  readonly force?: boolean;
}

/** What removing one name comes to. */
interface Removal {
  readonly name: string;
  /** False when the image keeps other names. */
  readonly deletes: boolean;
  /** Containers that keep the image from being deleted. */
  readonly usedBy: readonly string[];
  readonly force: boolean;
}

/** Removes names of images; with its last name an image is deleted. */
export const removeImages = defineCommand<Answers, RemovedImages>({
  id: 'slipway.images.remove',
  title: 'Remove Image…',
  summary: 'Removes names of images; an image goes with its last name. Says first which of the two, and what stands in the way.',
  icon: 'trash',
  on: [{ node: 'image' }, { node: 'repository' }],
  many: true,
  placement: { group: '9_remove' },
  palette: true,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['images'] },
  answers: {
    images: { type: 'readonly string[]', text: 'References or ids of local images.' },
    force: { type: 'boolean', optional: true, text: 'Also images that containers use, and all names of an id.' },
  },
  result: '{ untagged: readonly string[]; deleted: readonly string[] }',
  run: async (app, call) => {
    const force = call.answers.force ?? false;
    const removals = call.answers.images ? fromAnswers(call.answers.images, force) : await plan(app, await targets(app, call.nodes));
    if (removals.length === 0) throw failure('invalidInput', { field: 'images', value: '', reason: t('No image is named.') });
    const engine = await app.connection.engine();
    if (!call.programmatic) await confirm(app, engine, removals);

    for (const forced of [false, true]) {
      const names = removals.filter((removal) => removal.force === forced).map(({ name }) => name);
      if (names.length > 0) app.log.command(dockerLine(['rmi', ...(forced ? ['--force'] : []), ...names]));
    }
    const title = removals.length === 1 ? t('Removing {0}', oneLine(removals[0]?.name ?? '')) : t('Removing {0} images', removals.length);
    const results = await app.progress.run(title, (report, signal) => {
      let done = 0;
      return oneAfterAnother(
        app,
        'remove',
        removals,
        ({ name }) => name,
        async (removal) => {
          if (signal.aborted) throw failure('cancelled', { operation: 'remove' });
          report({ message: t('{0} of {1}', ++done, removals.length) });
          return engine.removeImage(removal.name, removal.force ? { force: true } : {});
        },
      );
    });
    return { untagged: results.flatMap(({ untagged }) => untagged), deleted: results.flatMap(({ deleted }) => deleted) };
  },
});

function fromAnswers(images: readonly string[], force: boolean): readonly Removal[] {
  for (const image of images) checkImageArgument(image);
  return images.map((name) => ({ name, deletes: true, usedBy: [], force }));
}

async function targets(app: App, nodes: Parameters<typeof imagesOf>[0]): Promise<readonly ImageNodeData[]> {
  const rows = imagesOf(nodes);
  return rows.length > 0 ? rows : chooseImages(app, t('Remove Images'));
}

/** Decides with fresh facts: the rows may be older than what another window has done. */
async function plan(app: App, chosen: readonly ImageNodeData[]): Promise<readonly Removal[]> {
  const fresh = await localImages(app);
  const leaving = new Set(chosen.map((data) => wholeName(imageName(data))));
  return chosen.map((data) => {
    const names = fresh.filter(({ image }) => image.id === data.image.id);
    const deletes = names.every((other) => leaving.has(wholeName(imageName(other))));
    const usedBy = deletes ? (names[0]?.usedBy ?? []) : [];
    return { name: imageName(data), deletes, usedBy, force: usedBy.length > 0 };
  });
}

async function confirm(app: App, engine: Engine, removals: readonly Removal[]): Promise<void> {
  const deleted = removals.filter(({ deletes }) => deletes);
  const users = [...new Set(removals.flatMap(({ usedBy }) => usedBy))];
  const [only] = removals;
  const named = removals.length === 1 && only ? shown(only.name) : undefined;
  const single = deleted.length > 0 ? t('This was its last name, so the image goes with it.') : t('The image stays under its other names.');
  const byForce =
    engine.information.kind === 'podman'
      ? t('Podman stops and removes these containers together with the image.')
      : t('The containers stay, and what they need of the image stays without a name.');
  const lines = [
    ...(removals.length > 1 || users.length > 0 ? removals.slice(0, 20).map(describe) : []),
    ...(removals.length > 20 ? [t('… and {0} more', removals.length - 20)] : []),
    ...(users.length > 0 ? ['', byForce] : []),
  ];
  const action = users.length > 0 ? t('Remove by Force') : deleted.length > 0 ? t('Delete') : t('Untag');
  await app.ask.confirm(question(removals, deleted.length, named), action, lines.length === 0 ? single : lines.join('\n'));
}

function question(removals: readonly Removal[], deleted: number, named: string | undefined): string {
  if (named !== undefined) return deleted > 0 ? t('Delete the image {0}?', named) : t('Remove the name {0}?', named);
  if (deleted === 0) return t('Remove {0} names? Their images stay under other names.', removals.length);
  return t('Remove {0} names? Images that lose their last name are deleted.', removals.length);
}

function describe({ name, deletes, usedBy }: Removal): string {
  if (usedBy.length > 0) return t('{0}: in use by {1}', shown(name), oneLine(usedBy.join(', ')));
  return deletes ? t('{0}: deleted', shown(name)) : t('{0}: only the name goes', shown(name));
}

function shown(name: string): string {
  return oneLine(name.startsWith('sha256:') ? shortId(name) : name);
}
