import type { App } from '../../app';
import { failure } from '../../core/errors';
import { type FileFacts, modeLetters } from '../../core/files/file-facts';
import { lastName } from '../../core/files/file-path';
import { imageFileUri } from '../../core/files/image-place';
import { exceeded } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import { readFile } from '../../engine/files/container-files';
import { factsIfAny, type ImageVersion, imageVersion } from '../../engine/files/image-files';
import { object, text } from '../../engine/json/json';
import { engineKeyOf, uriOfFile } from '../../nodes/file-rows';
import { defineCommand } from '../define';
import { changeAnswers, changeTarget } from '../targets/change-targets';
import { nameInErrors } from '../targets/run-on-each';

interface Opened {
  /** The image's version, absent for what was added. */
  readonly left?: string;
  /** The container's version, absent for what was deleted. */
  readonly right?: string;
}

/** Opens a changed file beside the image's own version. */
export const openChange = defineCommand({
  id: 'slipway.changes.open',
  title: 'Compare with Image',
  summary:
    'Opens a file of a container beside the version of its image, as a diff whose right side can be edited and saved; what was added or deleted opens alone. Of what is no text file it says what differs.',
  icon: 'diff-single',
  on: [{ node: 'containerChange', with: ['document'] }],
  placement: { group: '2_open', order: 1 },
  palette: false,
  answers: changeAnswers,
  result: '{ readonly left?: string; readonly right?: string }',
  run: async (app, call): Promise<Opened> => {
    const { container, path } = await changeTarget(app, call, t('Compare with Image'));
    const { engine, image, imageName, before, now } = await app.progress.run(t('Reading {0}', oneLine(path)), async (_report, signal) => {
      const connected = await app.connection.engine(signal);
      const inspected = await nameInErrors(container, connected.containers.inspect(container.id));
      const of = text(inspected['Image']);
      const [there, here] = await Promise.all([
        imageVersion(connected, { image: of, path }, signal),
        factsIfAny(connected, { container: container.id }, path, signal),
      ]);
      return { engine: connected, image: of, imageName: text(object(inspected['Config'])['Image']) || of, before: there, now: here };
    });
    const left = imageFileUri({ engine: engineKeyOf(app), image, path }, imageName);
    const right = uriOfFile(app, { place: { kind: 'container', ...container }, path });
    if (before?.type === 'file' && before.content === undefined) throw exceeded('openedFile', path);
    if (now?.type === 'file' && now.size > limits.openedFile.most) throw exceeded('openedFile', path);
    if (!before && !now) throw failure('notFound', { what: 'path', name: path });
    if (now?.type === 'file' && !before) return openOne(app, { right });
    if (before?.type === 'file' && !now) return openOne(app, { left });
    const name = oneLine(lastName(path), 80);
    const difference = await otherDifference(engine, container, path, before, now);
    if (difference !== undefined) {
      await app.show.information(`${name}: ${difference}`);
      return {};
    }
    const modes = before && now && before.mode !== now.mode ? ` (${modeLetters(before)} → ${modeLetters(now)})` : '';
    await app.files.compare({ title: `${name}: ${oneLine(imageName, 60)} ↔ ${oneLine(container.name, 60)}${modes}`, left, right });
    return { left, right };
  },
});

async function openOne(app: App, opened: Opened): Promise<Opened> {
  await app.files.open(opened.left ?? opened.right ?? '');
  return opened;
}

/** Contents up to here are compared before an editor is opened that would show nothing. */
const mostCompared = 1 << 20;

/** What differs, where that is not the content of a file; undefined where it is. */
async function otherDifference(
  engine: Engine,
  container: { readonly id: string; readonly name: string },
  path: string,
  before: ImageVersion | undefined,
  now: FileFacts | undefined,
): Promise<string | undefined> {
  if (!before || !now || before.type !== 'file' || now.type !== 'file') {
    return t('{0} in the image, {1} in the container.', described(before), described(now));
  }
  if (before.size !== now.size || now.size > mostCompared) return undefined;
  const open = { name: container.name, container: container.id, root: '', running: false };
  const content = await readFile(engine, open, path);
  if (before.content === undefined || !Buffer.from(content).equals(before.content)) return undefined;
  return before.mode === now.mode
    ? t('The content and the mode are those of the image; the owner or the time differs.')
    : t('The content is that of the image; its mode was {0} there and is {1} now.', modeLetters(before), modeLetters(now));
}

function described(facts: FileFacts | undefined): string {
  switch (facts?.type) {
    case undefined:
      return t('nothing');
    case 'file':
      return t('a file');
    case 'folder':
      return t('a folder ({0})', modeLetters(facts));
    case 'link':
      return facts.linkTarget === undefined ? t('a link that leads nowhere') : t('a link to {0}', oneLine(facts.linkTarget));
    case 'other':
      return t('a special file');
  }
}
