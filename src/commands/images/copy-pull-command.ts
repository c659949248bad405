import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { familiarReference, parseReference } from '../../core/reference';
import type { Node } from '../../nodes/define';
import { imageNode } from '../../nodes/image';
import { registryTagNode, registryTagReference } from '../../nodes/registry-tag';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { images } from '../targets/image-targets';

/** Copies the lines that pull images elsewhere, one a line; an image without a tag is named by its digest. */
export const copyPullCommand = defineCommand({
  id: 'slipway.images.copyPullCommand',
  title: 'Copy docker pull Command',
  summary: 'Copies `docker pull NAME` for images and for tags in registries, one a line; an image without a tag is named by its digest.',
  on: [{ node: 'image', with: ['tagged'] }, { node: 'registryTag' }],
  many: true,
  placement: { group: '7_copy', order: 4 },
  palette: false,
  answers: { references: names('References.') },
  result: 'string',
  run: async (app, call): Promise<string> => {
    const rows = call.nodes.length > 0 ? call.nodes.flatMap(referenceOf) : undefined;
    const asked = { nodes: [], answers: { images: call.answers.references ?? rows } };
    const chosen = await chooseTargets(app, asked, images, { title: t('Copy docker pull Command'), askForOne: true });
    const given = chosen.map(({ name }) => name);
    if (given.length === 0) throw failure('invalidInput', { field: 'references', value: '', reason: t('No image is specified.') });
    // A registry may list anything as a tag: what is no reference must not reach a shell.
    const text = [
      ...new Set(given.map((reference) => dockerLine(['pull', familiarReference(parseReference(reference))], app.terminalShell()))),
    ].join('\n');
    await app.clipboard.write(text);
    return text;
  },
});

function referenceOf(node: Node): readonly string[] {
  if (registryTagNode.is(node)) return [registryTagReference(node.data)];
  return imageNode.is(node) && node.data.reference !== undefined ? [node.data.reference] : [];
}
