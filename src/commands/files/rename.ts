import { checkedFileName, childPath, lastName, parentPath, wrongFileName } from '../../core/files/file-path';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { renameFile } from '../../engine/files/change-files';
import { uriOfFile } from '../../nodes/file-rows';
import { back } from '../../ports';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseFile, fileAnswers, inPlace, onePlace, shownName, tellChanged } from '../targets/file-targets';

/** Gives a file or folder another name in its folder. */
export const renameFileCommand = defineCommand({
  id: 'slipway.files.rename',
  title: 'Rename File or Folder…',
  summary: 'Gives a file or folder of a running container, or of a volume, another name. A program of the container does it (mv).',
  icon: 'edit',
  on: [{ node: 'file', without: ['top'] }, { node: 'volumeFile' }],
  placement: { group: '2_name', order: 1 },
  palette: false,
  key: { key: 'f2', views: ['containers', 'volumes'] },
  answers: { ...fileAnswers, name: optional(text('New name.')) },
  oneOf: [...onePlace],
  result: '{ readonly path: string }',
  run: async (app, call): Promise<{ readonly path: string }> => {
    const title = t('Rename');
    const target = await chooseFile(app, call, title);
    const before = lastName(target.path);
    const given =
      call.answers.name ??
      (await app.ask.input({
        title,
        prompt: t('New name of {0}', shownName(target)),
        value: before,
        check: (value) => {
          const message = wrongFileName(value);
          return message === undefined ? undefined : { severity: 'error', message };
        },
      }));
    if (given === back) throw failure('cancelled', { operation: title });
    const folder = parentPath(target.path);
    const path = childPath(folder, checkedFileName(given));
    await inPlace(app, call, target, 'programs', (engine, open) => renameFile(engine, open, target.path, path));
    if (path !== target.path) await app.files.moved(uriOfFile(app, target), uriOfFile(app, { place: target.place, path }));
    await tellChanged(app, target.place, [folder], [target.path]);
    return { path };
  },
});
