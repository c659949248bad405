import { dockerLine } from '../../core/docker-line';
import { historyDockerfile } from '../../core/history-dockerfile';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import { readHistory } from '../../nodes/image-history';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { oneImage } from '../targets/one-image';
import { nameInErrors } from '../targets/run-on-each';

/** Opens a Dockerfile that is made from an image's history, and says so. */
export const showImageAsDockerfile = defineCommand({
  id: 'slipway.images.showAsDockerfile',
  title: 'Show as Dockerfile',
  summary: 'Reconstructs a Dockerfile from the history of an image and opens it, marked as reconstructed.',
  icon: 'file-code',
  on: [{ node: 'image' }],
  placement: { group: '3_look', order: 3 },
  palette: true,
  answers: { image: text('A reference or an id.') },
  result: 'string',
  run: async (app, call): Promise<string> => {
    const { name, image } = await oneImage(app, call, t('Show as Dockerfile'));
    app.log.command(dockerLine(['history', '--no-trunc', name], app.terminalShell()));
    const { steps, base } = await nameInErrors({ id: image.id, name }, readHistory(app, image));
    const shown = oneLine(name.startsWith('sha256:') ? shortId(name) : name);
    const content = historyDockerfile(shown, steps, base);
    await app.show.document({ title: t('Dockerfile of {0} (reconstructed)', shown), language: 'dockerfile', content });
    return content;
  },
});
