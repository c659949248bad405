import { t } from '../../core/localize';
import { linesBefore, linesAfter } from '../facts/lines';
import type { Dockerfile, Stage } from '../model';
import { defineRule, type Fix } from '../rule';

/** DL3057: a stage without HEALTHCHECK. */
export const healthcheckMissing = defineRule({
  code: 'DL3057',
  name: 'healthcheck-missing',
  origin: 'hadolint',
  severity: 'off',
  fixes: 'suggested',
  summary: 'The image cannot say whether it works: add a `HEALTHCHECK`.',
  docs: `A \`HEALTHCHECK\` tells the engine whether the program still answers. Where a cluster has its own probes it is not
needed, so the rule is off until the configuration gives it a severity. \`HEALTHCHECK NONE\` counts.

A stage is reported where neither itself, nor a stage it is built on, nor one built on it has the instruction.`,
  examples: [
    { bad: 'FROM busybox:1.36\nCMD ["httpd", "-f"]\n' },
    { good: 'FROM busybox:1.36\nHEALTHCHECK CMD ["wget", "-q", "-O-", "http://localhost/"]\n' },
    { good: 'FROM busybox:1.36\nHEALTHCHECK NONE\n' },
  ],
  checkFile(file, context) {
    const good = new Set<Stage>();
    for (const stage of file.stages) {
      const inherits = stage.parent !== undefined && good.has(stage.parent);
      if (inherits || stage.instructions.some(({ name }) => name === 'HEALTHCHECK')) good.add(stage);
    }
    const needed = new Set(good);
    for (const stage of file.stages.toReversed()) {
      if (stage.parent !== undefined && hasOwn(stage, good, needed)) needed.add(stage.parent);
    }
    for (const stage of file.stages) {
      if (needed.has(stage)) continue;
      context.report(stage.from, {
        message: t('The stage has no HEALTHCHECK.'),
        fix: () => snippet(stage, file),
      });
    }
  },
});

/** Whether the stage or one built on it has a HEALTHCHECK. */
function hasOwn(stage: Stage, good: ReadonlySet<Stage>, needed: ReadonlySet<Stage>): boolean {
  return good.has(stage) || needed.has(stage);
}

function snippet(stage: Stage, file: Dockerfile): Fix {
  const port = /^\d*/.exec(stage.named('EXPOSE').at(-1)?.words[0]?.value ?? '')?.[0] ?? '';
  const url = `http://localhost${port === '' || port === '80' ? '' : `:${port}`}/`;
  const text = `HEALTHCHECK --interval=30s --timeout=3s CMD wget -q -O /dev/null ${url} || exit 1`;
  const start = stage.instructions.find(({ name }) => name === 'CMD' || name === 'ENTRYPOINT');
  const last = stage.instructions.at(-1) ?? stage.from;
  return {
    kind: 'suggested',
    title: t('Insert a HEALTHCHECK'),
    edits: [start === undefined ? linesAfter(file, last, text) : linesBefore(file, start, text)],
  };
}
