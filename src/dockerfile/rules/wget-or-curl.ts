import { t } from '../../core/localize';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { commandsNamed } from '../shell/programs';
import { runScript } from '../shell/run-script';
import { runsOf } from '../shell/runs';
import type { ShellWord } from '../shell/shell-command';

/** DL4001: both wget and curl in one stage. */
export const wgetOrCurl = defineRule({
  code: 'DL4001',
  name: 'wget-or-curl',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'Both wget and curl are in use where one would do: keep to one of them.',
  docs: `Both do the same, and each brings its libraries along. Reported in a stage that runs both, where the second of them
comes in and at every use after that.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN wget -q https://example.com/a\nRUN curl -fsSO https://example.com/b\n',
    },
    { good: 'FROM debian:12\nRUN curl -fsSO https://example.com/a\nRUN curl -fsSO https://example.com/b\n' },
  ],
  checkStage(stage, context) {
    if (runsOf(context.file, ['wget']).length === 0 || runsOf(context.file, ['curl']).length === 0) return;
    const seen = new Set<string>();
    for (const instruction of stage.instructions) {
      const run = instruction.trigger ?? instruction;
      const script = run.name === 'RUN' ? runScript(run) : undefined;
      const words: ShellWord[] = [];
      for (const { name, nameWord } of commandsNamed(script, 'wget', 'curl')) {
        seen.add(name);
        if (seen.size === 2 && nameWord !== undefined) words.push(nameWord);
      }
      if (script !== undefined) {
        reportWords(run, context, script, words, () => t('Both wget and curl are in use where one would do: keep to one of them.'));
      }
    }
  },
});
