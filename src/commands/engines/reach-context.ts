import type { App } from '../../app';
import { enginePlace } from '../../core/engine-place';
import { failure, isCancelled, SlipwayError } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { EngineInformation } from '../../engine/information';
import { tryEngine } from '../../engine/connection/attempts';
import type { ContextContent } from '../../engine/contexts/context-store';
import type { ContextDraft } from './context-questions';

/** Reaches the engine of a context that is not kept yet. Throws `engineUnreachable` with the reason, or `cancelled`. */
export async function reachContext(app: App, { name, content }: ContextDraft): Promise<EngineInformation> {
  const { address, tls } = content;
  const place = enginePlace(app.host);
  return app.progress.run(t('Connecting to {0}', oneLine(address)), async (_report, signal) => {
    const candidate = { id: `context:${name}`, name, address, source: t('docker context'), ...(tls && { tls }) };
    const result = await tryEngine(candidate, signal, undefined, { host: app.host, place });
    if (signal.aborted) throw failure('cancelled', { operation: 'connect' });
    if (!('engine' in result)) throw failure('engineUnreachable', { tried: [result], place });
    const { information } = result.engine;
    result.engine.dispose();
    return information;
  });
}

/**
 * Asks for a context, reaches its engine and keeps it; what fails is said, and can be mended and tried again with all that was typed.
 * Throws `cancelled`.
 */
export async function askUntilKept(
  app: App,
  ask: (before: ContextDraft) => Promise<ContextDraft>,
  first: ContextDraft,
  keep: (draft: ContextDraft) => Promise<void>,
): Promise<{ readonly draft: ContextDraft; readonly information: EngineInformation }> {
  for (let before = first; ;) {
    const draft = await ask(before);
    try {
      const information = await reachContext(app, draft);
      await keep(draft);
      return { draft, information };
    } catch (error) {
      if (isCancelled(error)) throw error;
      before = draft;
      await app.ask.confirm(t('The engine at {0} was not kept.', oneLine(draft.content.address)), t('Edit and Try Again'), reasonOf(error));
    }
  }
}

function reasonOf(error: unknown): string {
  return oneLine(SlipwayError.details(error, 'engineUnreachable')?.tried[0]?.reason ?? failureReason(error), 1000);
}

/** The words of `docker context create` and `update` for what a context says. */
export function contextWords(verb: 'create' | 'update', { name, content }: ContextDraft): readonly string[] {
  return [
    'context',
    verb,
    name,
    ...(content.description === undefined ? [] : ['--description', content.description]),
    '--docker',
    endpointWords(content),
  ];
}

function endpointWords({ address, tls }: ContextContent): string {
  const { ca, certificate: cert, key, verify = true } = tls ?? {};
  const parts = Object.entries({ host: address, ca, cert, key, ...(!verify && { 'skip-tls-verify': 'true' }) });
  return parts.flatMap(([word, value]) => (value === undefined ? [] : [`${word}=${value}`])).join(',');
}
