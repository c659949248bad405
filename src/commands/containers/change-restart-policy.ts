import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { ContainerUpdate } from '../../engine/containers/containers';
import { back } from '../../ports';
import { choice, optional, whole } from '../answers/takes';
import { askInSteps } from '../asking/steps';
import { textSteps } from '../asking/text-steps';
import { defineCommand } from '../define';
import { changeTargets, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { containers, type ContainerTarget } from '../targets/container-targets';
import { currentLimits } from './current-limits';

const policies = ['no', 'on-failure', 'unless-stopped', 'always'] as const;
type Policy = (typeof policies)[number];
type RestartPolicy = NonNullable<ContainerUpdate['restartPolicy']>;

/** Says when the engine starts containers again by itself. */
export const changeRestartPolicy = defineCommand({
  id: 'slipway.containers.changeRestartPolicy',
  title: 'Change Restart Policy…',
  summary: 'Says when the engine starts containers again by itself.',
  icon: 'sync',
  on: [{ node: 'container' }, { node: 'containerGroup' }],
  many: true,
  placement: { group: '5_state', order: 2 },
  palette: true,
  answers: {
    containers: containersAnswer,
    policy: choice(policies, 'When it is started again.'),
    maximumRetries: optional(whole('How often at the most, with `on-failure`; 0 for no end.', 0, 1_000_000)),
  },
  result: changedContainers,
  run: async (app, call): Promise<ChangedContainers> => {
    const title = t('Change Restart Policy');
    const targets = await chooseTargets(app, call, containers, { title, placeholder: t('Containers') });
    const { policy, maximumRetries } = call.answers;
    const restartPolicy: RestartPolicy =
      policy === undefined
        ? await askPolicy(app, title, targets)
        : { name: policy, ...(policy === 'on-failure' && maximumRetries !== undefined && { maximumRetries }) };
    const { name, maximumRetries: most = 0 } = restartPolicy;
    return changeTargets(
      app,
      targets,
      {
        operation: 'update',
        progress: () => t('Changing {0}', someNames(targets)),
        work: async (engine, id) => {
          await engine.containers.update(id, { restartPolicy });
        },
      },
      ['update', `--restart=${name}${most > 0 ? `:${String(most)}` : ''}`],
    );
  },
});

async function askPolicy(app: App, title: string, targets: readonly ContainerTarget[]): Promise<RestartPolicy> {
  const [only, ...others] = targets;
  if (!only) throw failure('cancelled', { operation: title });
  const now = others.length === 0 ? (await currentLimits(app, only)).restartPolicy : undefined;
  let policy = 'no' as Policy;
  const texts = { retries: '' };
  const ask = textSteps(app, title, texts);
  await askInSteps([
    async (place) => {
      const choices = policies.map((value) => ({
        label: value,
        description: value === now ? t('now') : '',
        detail: meaning(value),
        value,
      }));
      const answer = await app.ask.choose(choices, { ...place, title, placeholder: t('When is {0} started again?', someNames(targets)) });
      if (answer === back) return back;
      policy = answer;
      return undefined;
    },
    ask({
      key: 'retries',
      prompt: t('How often at the most? Empty for no end.'),
      problem: (value) => (/^\d{0,6}$/.test(value) ? undefined : t('A whole number, or nothing.')),
      wanted: () => policy === 'on-failure',
    }),
  ]);
  const { retries } = texts;
  return { name: policy, ...(policy === 'on-failure' && retries !== '' && { maximumRetries: Number(retries) }) };
}

function meaning(policy: Policy): string {
  switch (policy) {
    case 'no':
      return t('never');
    case 'on-failure':
      return t('when it ends with another exit code than 0');
    case 'unless-stopped':
      return t('whenever it ends, and with the engine, unless somebody has stopped it');
    case 'always':
      return t('whenever it ends; with the engine also when somebody has stopped it');
  }
}
