import assert from 'node:assert/strict';
import { failure } from '../../src/core/errors';
import { type Ask, type AskOptions, back, type Back, type Choice, type InputMode, type InputOptions, type Remark, type SuggestOptions } from '../../src/ports';

/** One answer of the user, in the order of the questions. */
export type ScriptedAnswer =
  | { readonly kind: 'pick'; readonly label: string | RegExp }
  | { readonly kind: 'pickMany'; readonly labels: readonly string[] }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'accept' }
  | { readonly kind: 'press'; readonly action: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'back' }
  | { readonly kind: 'leave' };

/** A question as it was asked. */
export interface AskedQuestion {
  readonly kind: 'choose' | 'chooseMany' | 'input' | 'confirm' | 'decide' | 'saveFile' | 'saveDocument' | 'openFiles' | 'openFolder';
  readonly title: string;
  readonly placeholder?: string;
  readonly step?: AskOptions['step'];
  /** Labels offered. */
  readonly labels?: readonly string[];
  /** Labels that were ticked when the list opened. */
  readonly picked?: readonly string[];
  readonly prompt?: string;
  /** Text that stood in the box, or the proposed file name. */
  readonly value?: string;
  readonly password?: boolean;
  /** Verdict on any text, as the box would show it. */
  readonly cursor?: number;
  readonly check?: (value: string) => Remark | undefined;
  readonly mode?: InputMode;
  readonly action?: string;
  readonly actions?: readonly string[];
  readonly detail?: string;
}

/** Questions that are answered by a list, in its order, and kept in `record`. */
export function fakeAsk(record: { readonly questions: AskedQuestion[] }, answers: ScriptedAnswer[]): Ask {
  function next<Kind extends ScriptedAnswer['kind']>(question: AskedQuestion, wanted: Kind): Extract<ScriptedAnswer, { kind: Kind }> | Back {
    record.questions.push(question);
    const answer = answers.shift();
    assert.ok(answer, `a question that nobody answers: ${JSON.stringify(question)}`);
    if (answer.kind === 'leave') throw failure('cancelled', { operation: question.title });
    if (answer.kind === 'back') {
      assert.ok((question.step?.step ?? 1) > 1, `no back button at: ${JSON.stringify(question)}`);
      return back;
    }
    assert.equal(answer.kind, wanted, `another kind of answer than asked for: ${JSON.stringify(question)}`);
    return answer as Extract<ScriptedAnswer, { kind: Kind }>;
  }
  return {
    async choose<T>(choices: readonly Choice<T>[] | Promise<readonly Choice<T>[]>, asked: AskOptions) {
      const list = await choices;
      const labels = list.map(({ label }) => label);
      const answer = next({ kind: 'choose', ...asked, labels }, 'pick');
      if (answer === back) return back;
      const found = list.find(({ label }) => (typeof answer.label === 'string' ? label === answer.label : answer.label.test(label)));
      assert.ok(found, `no choice ${String(answer.label)} among ${labels.join(' | ')}`);
      return found.value;
    },
    chooseMany<T>(choices: readonly Choice<T>[], asked: AskOptions) {
      const labels = choices.map(({ label }) => label);
      const picked = choices.filter((choice) => choice.picked).map(({ label }) => label);
      return Promise.resolve().then(() => {
        const answer = next({ kind: 'chooseMany', ...asked, labels, picked }, 'pickMany');
        if (answer === back) return back;
        for (const label of answer.labels) assert.ok(labels.includes(label), `no choice ${label} among ${labels.join(' | ')}`);
        return choices.filter(({ label }) => answer.labels.includes(label)).map(({ value }) => value);
      });
    },
    input(asked: InputOptions) {
      return Promise.resolve().then(() => {
        const answer = next({ kind: 'input', ...asked }, 'type');
        if (answer === back) return back;
        const remark = asked.check?.(answer.text);
        assert.notEqual(remark?.severity, 'error', `the box refuses "${answer.text}": ${remark?.message ?? ''}`);
        return answer.text;
      });
    },
    // What is proposed is for tests of its source; here it is a box to type into.
    suggest({ title, prompt, step, check }: SuggestOptions) {
      return this.input({ title, prompt, ...(step ? { step } : {}), ...(check ? { check } : {}) });
    },
    confirm: (message, action, detail) =>
      Promise.resolve().then(() => {
        next({ kind: 'confirm', title: message, action, ...(detail === undefined ? {} : { detail }) }, 'accept');
      }),
    decide: (message, actions, detail) =>
      Promise.resolve().then(() => {
        const answer = next({ kind: 'decide', title: message, actions, ...(detail === undefined ? {} : { detail }) }, 'press');
        const pressed = answer === back ? undefined : actions.find((action) => action === answer.action);
        assert.ok(pressed, `no such action among ${actions.join(' | ')}`);
        return pressed;
      }),
    saveFile: ({ title, defaultName }) => Promise.resolve().then(() => path(next({ kind: 'saveFile', title, value: defaultName }, 'file'))),
    saveDocument: ({ title, uri }) => Promise.resolve().then(() => path(next({ kind: 'saveDocument', title, value: uri }, 'file'))),
    openFolder: ({ title, start }) =>
      Promise.resolve().then(() => path(next({ kind: 'openFolder', title, ...(start === undefined ? {} : { value: start }) }, 'file'))),
    openFiles: ({ title }) => Promise.resolve().then(() => [path(next({ kind: 'openFiles', title }, 'file'))]),
  };
}

function path(answer: { readonly path: string } | Back): string {
  assert.ok(answer !== back);
  return answer.path;
}
