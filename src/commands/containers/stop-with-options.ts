import type { App } from '../../app';
import { containerSignals, isSignal } from '../../core/container-signals';
import { t } from '../../core/localize';
import type { StopOptions } from '../../engine/containers/containers';
import { compareApiVersions } from '../../engine/transport/negotiation';
import { back, type Choice } from '../../ports';
import { askInSteps, passedOver, type Step } from '../asking/steps';
import { textSteps } from '../asking/text-steps';
import { defineCommand } from '../define';
import { changeTargets, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { containers, isUp } from '../targets/container-targets';
import { noSignal, stopAnswers, stopOptions, stopWords } from './stop-words';

/** Stops containers with a patience and a signal that are asked for. */
export const stopContainersWithOptions = defineCommand({
  id: 'slipway.containers.stopWithOptions',
  title: 'Stop with Options…',
  summary: 'Stops running containers after a time that is asked for, and with a signal where the engine can.',
  icon: 'debug-stop',
  on: [
    { node: 'container', with: ['running'] },
    { node: 'container', with: ['paused'] },
    { node: 'containerGroup', with: ['running'] },
  ],
  many: true,
  placement: { group: '1_state', order: 8 },
  palette: true,
  answers: { containers: containersAnswer, ...stopAnswers },
  result: changedContainers,
  run: async (app, call): Promise<ChangedContainers> => {
    const title = t('Stop with Options');
    const targets = await chooseTargets(app, call, containers, { title, placeholder: t('Running containers to stop'), accepts: isUp });
    const options = call.programmatic ? stopOptions(call.answers) : await askOptions(app, title);
    return changeTargets(
      app,
      targets,
      {
        operation: 'stop',
        progress: () => t('Stopping {0}', someNames(targets)),
        work: (engine, id, signal) => engine.containers.stop(id, signal, options),
      },
      ['stop', ...stopWords(options)],
    );
  },
});

async function askOptions(app: App, title: string): Promise<StopOptions> {
  const texts = { timeout: '' };
  const ask = textSteps(app, title, texts);
  let chosen: string | undefined;
  const engine = await app.connection.engine();
  const knowsSignals = compareApiVersions(engine.information.apiVersion, '1.42') >= 0;
  const askTimeout = ask({
    key: 'timeout',
    prompt: knowsSignals
      ? t('Seconds until it is killed. Empty: the container’s own time, which is 10 where none is set. -1 waits for ever.')
      : t(
          'Seconds until it is killed. Empty: the container’s own time, which is 10 where none is set. -1 waits for ever. This engine takes no other signal.',
        ),
    problem: (value) => (/^(?:-1|\d{0,9})$/.test(value) ? undefined : t('A whole number of seconds, or -1.')),
  });
  const askSignal: Step = async (place) => {
    if (!knowsSignals) return passedOver;
    const answer = await askForSignal(app, { ...place, title, own: true });
    if (answer === back) return back;
    chosen = answer;
    return undefined;
  };
  await askInSteps(knowsSignals ? [askTimeout, askSignal] : [askTimeout]);
  const { timeout } = texts;
  return stopOptions({
    ...(timeout !== '' && { timeout: Number(timeout) }),
    ...(chosen !== undefined && { signal: chosen }),
  });
}

interface SignalQuestion {
  readonly title: string;
  readonly step?: { readonly step: number; readonly of: number };
  /** The container's own signal is the first choice, which gives undefined. */
  readonly own?: boolean;
}

/** Asks for a signal: one of those that are usual, or any other one. */
export async function askForSignal(app: App, { own, ...place }: SignalQuestion): Promise<string | undefined | typeof back> {
  const other = Symbol('other');
  const choices: Choice<string | undefined | typeof other>[] = [
    ...(own ? [{ label: t('The container’s own signal'), description: t('SIGTERM where none is set'), value: undefined }] : []),
    ...(own ? containerSignals : containerSignals.toReversed()).map((signal) => ({
      label: signal,
      description: meaning(signal),
      value: signal,
    })),
    { label: t('Another signal…'), value: other },
  ];
  const chosen = await app.ask.choose<string | undefined | typeof other>(choices, { ...place, placeholder: t('Signal to send') });
  if (chosen !== other) return chosen;
  const typed = await app.ask.input({
    ...place,
    prompt: noSignal(),
    check: (value) => (isSignal(value.trim()) ? undefined : { severity: 'error', message: noSignal() }),
  });
  return typed === back ? back : typed.trim();
}

function meaning(signal: (typeof containerSignals)[number]): string {
  switch (signal) {
    case 'SIGTERM':
      return t('asks it to end');
    case 'SIGINT':
      return t('as Ctrl+C does');
    case 'SIGHUP':
      return t('many servers read their configuration again');
    case 'SIGQUIT':
      return t('some servers end when all is answered, others write what they do');
    case 'SIGUSR1':
    case 'SIGUSR2':
      return t('what the program makes of it');
    case 'SIGWINCH':
      return t('the size has changed; Apache httpd ends when all is answered');
    case 'SIGSTOP':
      return t('holds the main process');
    case 'SIGCONT':
      return t('lets it go on');
    case 'SIGKILL':
      return t('ends it at once; nothing is saved');
  }
}
