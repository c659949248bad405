import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { checkReference, hubDomain } from '../../core/reference';
import { back } from '../../ports';
import { type AnswersOf, text } from '../answers/takes';
import { defineCommand } from '../define';
import { registryOfCall } from '../targets/registry-targets';

const answers = {
  registry: text('Address as in the list.'),
  repository: text('Name inside the registry: `library/python`, `owner/name`.'),
};

type Answers = AnswersOf<typeof answers>;

/** Remembers a repository of a registry that does not list its repositories. */
export const addRegistryRepository = defineCommand({
  id: 'slipway.registries.addRepository',
  title: 'Add Repository…',
  summary: 'Shows a repository of a registry that has no list of its repositories; it must exist.',
  icon: 'add',
  on: [{ node: 'registry' }],
  placement: { group: '1_run', order: 1 },
  palette: true,
  answers,
  result: '{ registry: string; repository: string }',
  run: async (app, call): Promise<Answers> => {
    const title = t('Add Repository');
    const registry = await registryOfCall(app, call, title);
    let name = call.answers.repository;
    if (name === undefined) {
      const typed = await app.ask.input({
        title,
        prompt: t('Name of the repository in {0}', registry),
        check: (value) => {
          const reason = invalidRepository(registry, value.trim());
          return reason === undefined ? undefined : { severity: 'error', message: reason };
        },
      });
      if (typed === back) throw failure('cancelled', { operation: title });
      name = typed.trim();
    }
    const reason = invalidRepository(registry, name);
    if (reason !== undefined) throw failure('invalidInput', { field: 'repository', value: name, reason });
    // Docker Hub's own images live under library/.
    const repository = registry === hubDomain && !name.includes('/') ? `library/${name}` : name;
    await app.progress.run(t('Contacting {0}', registry), (_report, signal) => app.registries.tags(registry, repository, signal));
    await app.registries.remember(registry, repository);
    return { registry, repository };
  },
});

function invalidRepository(registry: string, name: string): string | undefined {
  if (name === '') return t('The repository name is missing.');
  const checked = checkReference(`${registry}/${name}`);
  if ('reason' in checked) return checked.reason;
  const { tag, digest } = checked.reference;
  return tag === undefined && digest === undefined ? undefined : t('Enter only the name, without a tag.');
}
