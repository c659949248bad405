import { parentPath } from '../../core/files/file-path';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { removeFile } from '../../engine/files/change-files';
import { uriOfFile } from '../../nodes/file-rows';
import { defineCommand } from '../define';
import { someNames } from '../targets/choose-targets';
import { chooseFiles, filesAnswers, inPlace, onePlace, shownName, tellChanged } from '../targets/file-targets';

/** Removes files, and folders with what is in them. */
export const removeFiles = defineCommand({
  id: 'slipway.files.remove',
  title: 'Delete File or Folder…',
  summary: 'Deletes files and folders of a running container, or of a volume; says first which. A program of the container does it (rm).',
  icon: 'trash',
  on: [{ node: 'file', without: ['top'] }, { node: 'volumeFile' }],
  many: true,
  placement: { group: '9_remove', order: 1 },
  palette: false,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['containers', 'volumes'] },
  answers: filesAnswers,
  oneOf: [...onePlace],
  result: '{ readonly paths: readonly string[] }',
  run: async (app, call): Promise<{ readonly paths: readonly string[] }> => {
    const title = t('Delete Files');
    const targets = await chooseFiles(app, call, title);
    if (!call.programmatic) {
      const named = targets.map((target) => ({ id: target.path, name: shownName(target) }));
      const question = targets.length === 1 ? t('Delete {0}?', someNames(named)) : t('Delete {0} files and folders?', targets.length);
      const lost = t('What is in it cannot be brought back.');
      await app.ask.confirm(question, t('Delete'), targets.length === 1 ? lost : `${someNames(named, 10)}\n\n${lost}`);
    }
    const [first] = targets;
    if (!first) throw failure('cancelled', { operation: title });
    for (const target of targets) {
      await app.progress.run(t('Deleting {0}', shownName(target)), (_report, signal) =>
        inPlace(app, call, target, 'programs', (engine, open) => removeFile(engine, open, target.path, signal)),
      );
      await app.files.gone([uriOfFile(app, target)]);
      await tellChanged(app, target.place, [parentPath(target.path)], [target.path]);
    }
    return { paths: targets.map(({ path }) => path) };
  },
});
