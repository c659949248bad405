import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { copiedText } from '../../core/untrusted';
import { layerNode } from '../../nodes/layer';
import { text, whole } from '../answers/takes';
import { defineCommand } from '../define';
import { checkImageArgument } from '../targets/image-targets';

/** Copies what made a step of an image, whole and as the history has it. */
export const copyLayerCommand = defineCommand({
  id: 'slipway.layers.copyCommand',
  title: 'Copy Command',
  summary: 'Copies the command that created a step of an image, as in its history; for several steps, one after the other.',
  icon: 'copy',
  on: [{ node: 'layer' }],
  many: true,
  placement: { group: '7_copy', order: 1, inline: true },
  palette: false,
  answers: {
    image: text('A reference or an id.'),
    step: whole('Counts from 1, the first step of the image first.', 1),
  },
  result: 'string',
  run: async (app, call): Promise<string> => {
    const rows = call.nodes.flatMap((node) => (layerNode.is(node) ? [node.data] : []));
    const texts = rows.map(({ step }) => step.createdBy);
    if (texts.length === 0) {
      const { image, step } = call.answers;
      if (image === undefined || step === undefined) throw failure('cancelled', { operation: 'copy' });
      checkImageArgument(image);
      app.log.command(dockerLine(['history', '--no-trunc', image], app.terminalShell()));
      const steps = await (await app.connection.engine()).images.history(image);
      const found = steps[step - 1];
      if (!found)
        throw failure('invalidInput', { field: 'step', value: String(step), reason: t('The image has {0} steps.', steps.length) });
      texts.push(found.createdBy);
    }
    const text = texts.map(copiedText).join('\n');
    await app.clipboard.write(text);
    return text;
  },
});
