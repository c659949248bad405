import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { contextAddress } from '../../engine/contexts/context-address';
import { type ContextContent, ContextStore } from '../../engine/contexts/context-store';
import { type AnswersOf, flag, optional, text } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';
import { givenTls } from './add';
import { chosenContext, contextAnswer } from './chosen-context';
import { askContext, type ContextDraft } from './context-questions';
import { askUntilKept, contextWords, reachContext } from './reach-context';

const answers = {
  context: contextAnswer,
  address: optional(text('The new address; without it the address stays.')),
  description: optional(text('The new description; an empty one takes it away.')),
  ca: optional(text('Absolute path of a PEM file; the files that are given replace those of the context.')),
  certificate: optional(text('The same for your certificate, which goes with `key`.')),
  key: optional(text('The same for its key.')),
  skipVerify: optional(flag('Takes whatever certificate the engine has.')),
  withoutTls: optional(flag('Takes TLS away.')),
  unreached: optional(flag('Keeps it without trying to reach the engine.')),
};

type Answers = AnswersOf<typeof answers>;

/** Changes the docker context of an engine, once the engine has answered there. */
export const editEngine = defineCommand({
  id: 'slipway.engines.edit',
  title: 'Edit Engine…',
  summary:
    'Changes address, TLS and description of a docker context, once the engine has answered there; what else docker keeps in it stays.',
  icon: 'edit',
  on: [{ node: 'engine', with: ['removable'] }],
  placement: { group: '2_name', order: 1 },
  palette: true,
  answers,
  result: '{ readonly context: string; readonly address: string }',
  run: async (app, call): Promise<{ readonly context: string; readonly address: string }> => {
    const title = t('Edit Engine');
    const context = await chosenContext(app, call, title, t('Docker context to change'));
    const before: ContextDraft = { name: context, content: await new ContextStore(app.host).read(context) };
    const draft = call.programmatic
      ? await editGiven(app, call, before)
      : (
          await askUntilKept(
            app,
            (draft) => askContext(app, `${title}: ${oneLine(context)}`, draft, undefined),
            before,
            (draft) => keep(app, draft),
          )
        ).draft;
    return { context, address: draft.content.address };
  },
});

async function editGiven(app: App, { answers: given }: CommandCall<Answers>, { name, content }: ContextDraft): Promise<ContextDraft> {
  const { address = content.address, description = content.description, withoutTls = false, unreached = false, ...secured } = given;
  const isTcp = /^(?:tcp:\/\/|(?!\w+:\/\/))/i.test(address);
  const tls = withoutTls || !isTcp ? undefined : (givenTls(secured) ?? content.tls);
  const changed: ContextContent = {
    address: contextAddress(address, tls !== undefined),
    ...(description !== undefined && description !== '' && { description }),
    ...defined({ tls }),
  };
  const draft = { name, content: changed };
  if (!unreached) await reachContext(app, draft);
  await keep(app, draft);
  return draft;
}

async function keep(app: App, draft: ContextDraft): Promise<void> {
  app.log.command(dockerLine(contextWords('update', draft), app.engines.inUse.terminalShell()));
  await new ContextStore(app.host).update(draft.name, draft.content);
  app.engines.inUse.connection.retry();
  await app.views.refresh('engines');
}
