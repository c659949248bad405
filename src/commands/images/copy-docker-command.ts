import { failure } from '../../core/errors';
import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { tryParseReference } from '../../core/reference';
import type { ImageNodeData } from '../../nodes/image';
import { back } from '../../ports';
import { defineCommand } from '../define';
import { chooseOneImage, imageName, imagesOf } from '../image-targets';

/** Copies the docker command line of one of the verbs for an image. */
export const copyImageDockerCommand = defineCommand<object, string>({
  id: 'slipway.images.copyDockerCommand',
  title: 'Copy as docker Command…',
  summary: 'Copies the docker command line that is equivalent to a verb, for the image of the row.',
  on: [{ node: 'image' }],
  placement: { group: '7_copy', order: 5 },
  palette: false,
  answers: {},
  result: 'string',
  run: async (app, call) => {
    const title = t('Copy as docker Command');
    const data = imagesOf(call.nodes)[0] ?? (await chooseOneImage(app, title));
    const choices = linesFor(data).map((line) => ({ label: line, value: line }));
    const chosen = await app.ask.choose(choices, { title, placeholder: t('The line is copied to the clipboard') });
    if (chosen === back) throw failure('cancelled', { operation: title });
    await app.clipboard.write(chosen);
    return chosen;
  },
});

function linesFor(data: ImageNodeData): readonly string[] {
  const name = imageName(data);
  const parsed = data.reference === undefined ? undefined : tryParseReference(data.reference);
  const tagged = parsed?.tag !== undefined;
  return [
    ['run', '-it', '--rm', name],
    ...(parsed ? [['pull', name]] : []),
    ['tag', name, 'NEW_NAME'],
    ...(tagged ? [['push', name]] : []),
    ['save', '-o', 'image.tar', name],
    ['image', 'inspect', name],
    ['history', name],
    ['rmi', name],
  ].map(dockerLine);
}
