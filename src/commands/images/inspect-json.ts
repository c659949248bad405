import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { oneLine, readableJson } from '../../core/untrusted';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { oneImage } from '../targets/one-image';
import { nameInErrors } from '../targets/run-on-each';

/** Opens what the engine says of an image as a read-only document. */
export const inspectImageJson = defineCommand({
  id: 'slipway.images.inspectJson',
  title: 'Inspect Image as JSON',
  summary: 'Opens the details of an image, as `docker image inspect` prints them.',
  icon: 'json',
  on: [{ node: 'image' }],
  placement: { group: '3_look', order: 5 },
  palette: true,
  answers: { image: text('A reference or an id.') },
  result: 'Readonly<Record<string, unknown>>',
  run: async (app, call): Promise<Readonly<Record<string, unknown>>> => {
    const { name, image } = await oneImage(app, call, t('Inspect Image'));
    app.log.command(dockerLine(['image', 'inspect', name], app.terminalShell()));
    const engine = await app.connection.engine();
    const inspected = await nameInErrors({ id: image.id, name }, engine.images.inspect(image.id));
    const shown = oneLine(name.startsWith('sha256:') ? shortId(name) : name);
    await app.show.document({ title: `${shown}.json`, language: 'json', content: readableJson(inspected) });
    return inspected;
  },
});
