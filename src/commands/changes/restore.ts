import type { App } from '../../app';
import { failure } from '../../core/errors';
import { parentPath } from '../../core/files/file-path';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { mountPoints, restoreFile } from '../../engine/files/restore-file';
import { withImage } from '../../engine/files/image-files';
import { text } from '../../engine/json/json';
import { containerChangeNode } from '../../nodes/container-change';
import type { Node } from '../../nodes/define';
import { texts } from '../answers/takes';
import { oneAfterAnother } from '../asking/one-after-another';
import { defineCommand } from '../define';
import { someNames } from '../targets/choose-targets';
import { changedContainerAnswer, changesRowId, type ChangeTarget, changeTargets } from '../targets/change-targets';
import { inPlace, tellChanged } from '../targets/file-targets';
import { nameInErrors } from '../targets/run-on-each';

interface Restored {
  /** Those that the image has. */
  readonly restored: readonly string[];
  /** Those that it does not have. */
  readonly removed: readonly string[];
}

/** Makes changed files what they are in the image. */
export const restoreChanges = defineCommand({
  id: 'slipway.changes.restore',
  title: 'Restore from Image…',
  summary:
    'Puts the image’s version of changed and deleted files back, with content, mode, owner and time, and removes what was added (a program of the container does that: rm); says first which.',
  icon: 'discard',
  on: [{ node: 'containerChange', with: ['differs'] }],
  many: true,
  placement: { group: '9_remove', order: 1, inline: true },
  palette: false,
  answers: { container: changedContainerAnswer, paths: texts('Absolute paths in the container.') },
  result: '{ readonly restored: readonly string[]; readonly removed: readonly string[] }',
  run: async (app, call): Promise<Restored> => {
    const targets = await changeTargets(app, call);
    if (targets.every(({ paths }) => paths.length === 0)) throw failure('cancelled', { operation: t('Restore from Image') });
    const added = new Set(call.nodes.flatMap(addedPath));
    if (!call.programmatic) await confirm(app, targets, added);
    const done: { readonly path: string; readonly outcome: 'restored' | 'removed' }[] = [];
    for (const target of targets) done.push(...(await restoreIn(app, call, target, added)));
    const of = (wanted: 'restored' | 'removed'): readonly string[] =>
      done.flatMap(({ path, outcome }) => (outcome === wanted ? [path] : []));
    return { restored: of('restored'), removed: of('removed') };
  },
});

function addedPath(node: Node): readonly string[] {
  return containerChangeNode.is(node) && node.data.entry.kind === 'added' ? [node.data.entry.path] : [];
}

async function confirm(app: App, targets: readonly ChangeTarget[], added: ReadonlySet<string>): Promise<void> {
  const all = targets.flatMap(({ paths }) => paths);
  const named = (paths: readonly string[]): string =>
    someNames(
      paths.map((path) => ({ id: path, name: path })),
      10,
    );
  const back = all.filter((path) => !added.has(path));
  const gone = all.filter((path) => added.has(path));
  const [only, ...others] = all;
  const question =
    only !== undefined && others.length === 0
      ? t('Make {0} what it is in the image?', oneLine(only))
      : t('Make {0} files and folders what they are in the image?', all.length);
  const detail = [
    ...(back.length > 0 ? [t('The image’s version comes back: {0}', named(back))] : []),
    ...(gone.length > 0 ? [t('Deleted, since the image does not have it: {0}', named(gone))] : []),
    t('What the container has there now cannot be brought back.'),
  ];
  await app.ask.confirm(question, t('Restore'), detail.join('\n\n'));
}

async function restoreIn(
  app: App,
  call: { readonly programmatic: boolean },
  { container, paths }: ChangeTarget,
  added: ReadonlySet<string>,
): Promise<readonly { readonly path: string; readonly outcome: 'restored' | 'removed' }[]> {
  const place = { kind: 'container', ...container } as const;
  const need = paths.some((path) => added.has(path)) ? 'programs' : 'archives';
  const changed: string[] = [];
  try {
    return await app.progress.run(t('Restoring files of {0}', oneLine(container.name)), (_report, signal) =>
      inPlace(app, call, { place }, need, async (engine, open) => {
        const inspected = await nameInErrors(container, engine.containers.inspect(container.id));
        return withImage(engine, text(inspected['Image']), (image) =>
          oneAfterAnother(app, 'restore', paths, oneLine, async (path) => {
            if (signal.aborted) throw failure('cancelled', { operation: 'restore' });
            changed.push(path);
            return { path, outcome: await restoreFile(engine, { image, open, mounts: mountPoints(inspected) }, path, signal) };
          }),
        );
      }),
    );
  } finally {
    await tellChanged(app, place, changed.map(parentPath), changed);
    await app.views.reload('containers', changesRowId(container.id));
  }
}
