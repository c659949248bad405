import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { ContextStore } from '../../engine/contexts/context-store';
import { portableFileName } from '../../files/file-names';
import { text } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { defineCommand } from '../define';
import { chosenContext, contextAnswer } from './chosen-context';

/** Writes a docker context with its keys to a file. */
export const exportEngine = defineCommand({
  id: 'slipway.engines.export',
  title: 'Export Engine to a File…',
  summary: 'Writes a docker context to a tar archive that `docker context import` reads; the keys of its TLS are in it.',
  icon: 'save',
  on: [{ node: 'engine', with: ['removable'] }],
  placement: { group: '5_keep', order: 1 },
  palette: true,
  answers: { context: contextAnswer, file: text('Absolute path of the archive; an existing file is replaced when the new one is whole.') },
  result: '{ readonly context: string; readonly file: string }',
  run: async (app, call): Promise<{ readonly context: string; readonly file: string }> => {
    const title = t('Export Engine');
    const context = await chosenContext(app, call, title, t('Docker context to export'));
    const store = new ContextStore(app.host);
    const { tls } = await store.read(context);
    const given = call.answers.file;
    const file =
      given === undefined
        ? await app.ask.saveFile({
            title: tls?.key === undefined ? title : t('{0}: the archive has your key in it', title),
            defaultName: portableFileName(context, '.dockercontext'),
            filters: { [t('Docker contexts')]: ['dockercontext', 'tar'] },
          })
        : localPath('file', given);
    app.log.command(dockerLine(['context', 'export', context, file], app.engines.inUse.terminalShell()));
    await store.export(context, file);
    if (!call.programmatic) app.show.status(t('Exported {0}', oneLine(file)));
    return { context, file };
  },
});
