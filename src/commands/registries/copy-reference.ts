import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { familiarReference, tryParseReference } from '../../core/reference';
import { copiedName } from '../../core/untrusted';
import { registryTagNode, registryTagReference } from '../../nodes/registry-tag';
import { names } from '../answers/takes';
import { defineCommand } from '../define';

/** Copies the references of tags in a registry, one a line. */
export const copyRegistryReference = defineCommand({
  id: 'slipway.registries.copyReference',
  title: 'Copy Reference',
  summary: 'Copies the references that pull the selected tags, one per line.',
  on: [{ node: 'registryTag' }],
  many: true,
  placement: { group: '7_copy', order: 1 },
  palette: false,
  answers: { references: names('References.') },
  result: 'string',
  run: async (app, call): Promise<string> => {
    const rows = call.nodes.flatMap((node) => (registryTagNode.is(node) ? [shortest(registryTagReference(node.data))] : []));
    const references = call.answers.references ?? rows;
    if (references.length === 0) throw failure('invalidInput', { field: 'references', value: '', reason: t('No image is specified.') });
    const text = references.map(copiedName).join('\n');
    await app.clipboard.write(text);
    return text;
  },
});

function shortest(reference: string): string {
  const parsed = tryParseReference(reference);
  return parsed ? familiarReference(parsed) : reference;
}
