import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { parseBytes } from '../../core/sizes';
import type { ContainerUpdate } from '../../engine/containers/containers';
import type { Engine } from '../../engine/engine';
import { optional, text, whole } from '../answers/takes';
import { askInSteps, type Step } from '../asking/steps';
import { textSteps } from '../asking/text-steps';
import { defineCommand } from '../define';
import { changeTargets, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { containers, type ContainerTarget } from '../targets/container-targets';
import { currentLimits, type CurrentLimits, limitsOf } from './current-limits';

/** What is typed; empty stays as it is. */
interface Wanted {
  readonly memory: string;
  readonly cpus: string;
  readonly pids: string;
}

/** Changes how much of the machine containers may use, while they run. */
export const updateContainerLimits = defineCommand({
  id: 'slipway.containers.updateLimits',
  title: 'Update Limits…',
  summary: 'Changes how much memory, how many processors and how many processes containers may use, also while they run.',
  icon: 'dashboard',
  on: [{ node: 'container' }, { node: 'containerGroup' }],
  many: true,
  placement: { group: '5_state', order: 1 },
  palette: true,
  answers: {
    containers: containersAnswer,
    memory: optional(text('Memory, such as `512m`; what it may use of swap stays.')),
    cpus: optional(text('Processors, such as `1.5`.')),
    pids: optional(whole('Processes and threads; -1 for no limit.', -1)),
  },
  result: changedContainers,
  run: async (app, call): Promise<ChangedContainers> => {
    const title = t('Update Limits');
    const targets = await chooseTargets(app, call, containers, { title, placeholder: t('Containers') });
    const { memory = '', cpus = '', pids } = call.answers;
    const wanted = call.programmatic
      ? { memory, cpus, pids: pids === undefined ? '' : String(pids) }
      : await askLimits(app, title, targets);
    const update = updateOf(wanted);
    if (Object.keys(update).length === 0) {
      if (call.programmatic) throw failure('invalidInput', { field: 'limits', value: '', reason: t('No limit was given.') });
      app.show.status(t('Nothing was changed.'));
      return { containers: [] };
    }
    return changeTargets(
      app,
      targets,
      {
        operation: 'update',
        progress: () => t('Changing {0}', someNames(targets)),
        work: (engine, id) => updateOne(engine, id, update),
      },
      ['update', ...wordsOf(wanted)],
    );
  },
});

/** Memory and swap are one number for the engine, so the swap that was allowed is kept beside the new memory. */
async function updateOne(engine: Engine, id: string, update: ContainerUpdate): Promise<void> {
  const { memory } = update;
  const now = memory === undefined ? undefined : limitsOf(await engine.containers.inspect(id));
  const swap =
    now !== undefined && now.memorySwap > 0 && memory !== undefined ? memory + Math.max(0, now.memorySwap - now.memory) : undefined;
  await engine.containers.update(id, { ...update, ...defined({ memorySwap: swap }) });
}

/** Throws `invalidInput`. */
function updateOf(wanted: Wanted): ContainerUpdate {
  for (const [field, check] of Object.entries(checks)) {
    const value = wanted[field as keyof Wanted];
    const reason = check(value);
    if (reason !== undefined) throw failure('invalidInput', { field, value, reason });
  }
  const { memory, cpus, pids } = wanted;
  return defined({
    memory: memory === '' ? undefined : parseBytes(memory),
    cpus: cpus === '' ? undefined : Number(cpus),
    pids: pids === '' ? undefined : Number(pids),
  });
}

function wordsOf({ memory, cpus, pids }: Wanted): readonly string[] {
  return [
    ...(memory === '' ? [] : ['--memory', memory]),
    ...(cpus === '' ? [] : ['--cpus', cpus]),
    ...(pids === '' ? [] : ['--pids-limit', pids]),
  ];
}

/** Engines take no less than 6 MB. */
const leastMemory = 6 * 2 ** 20;

const checks: Readonly<Record<keyof Wanted, (value: string) => string | undefined>> = {
  memory: (value) => {
    if (value === '') return undefined;
    const bytes = parseBytes(value);
    if (bytes === undefined) return t('A size such as 512m or 2g.');
    return bytes < leastMemory ? t('At least 6 MB.') : undefined;
  },
  cpus: (value) =>
    value === '' || (/^\d{0,6}(?:\.\d{0,9})?$/.test(value) && Number(value) > 0) ? undefined : t('A number of processors such as 1.5.'),
  pids: (value) => (value === '' || /^(?:-1|[1-9]\d{0,8})$/.test(value) ? undefined : t('A whole number, or -1 for no limit.')),
};

async function askLimits(app: App, title: string, targets: readonly ContainerTarget[]): Promise<Wanted> {
  const [only, ...others] = targets;
  if (!only) throw failure('cancelled', { operation: title });
  const now: Wanted = others.length === 0 ? typed(await currentLimits(app, only)) : { memory: '', cpus: '', pids: '' };
  const wanted = { ...now };
  const texts = textSteps(app, title, wanted);
  const ask = (key: keyof Wanted, prompt: string): Step => texts({ key, prompt, problem: checks[key] });
  const names = someNames(targets);
  await askInSteps([
    ask('memory', t('Memory of {0}, such as 512m or 2g. Empty: as it is.', names)),
    ask('cpus', t('Processors of {0}, such as 1.5. Empty: as it is.', names)),
    ask('pids', t('Processes and threads of {0}, -1 for no limit. Empty: as it is.', names)),
  ]);
  const changed = (field: keyof Wanted): string => (wanted[field] === now[field] ? '' : wanted[field]);
  return { memory: changed('memory'), cpus: changed('cpus'), pids: changed('pids') };
}

/** As one would type them. */
function typed({ memory, cpus, pids }: CurrentLimits): Wanted {
  return {
    memory: memory > 0 ? sizeText(memory) : '',
    cpus: cpus > 0 ? String(Number(cpus.toFixed(9))) : '',
    pids: pids > 0 ? String(pids) : '',
  };
}

function sizeText(bytes: number): string {
  for (const [unit, size] of [
    ['g', 2 ** 30],
    ['m', 2 ** 20],
    ['k', 2 ** 10],
  ] as const)
    if (bytes % size === 0) return `${String(bytes / size)}${unit}`;
  return String(bytes);
}
