import { t } from '../../core/localize';
import { stageEnvironments } from '../facts/environment';
import { expanded } from '../facts/variables';
import { defineRule } from '../rule';

/** CopyIgnoredFile: COPY or ADD of what .dockerignore keeps out. */
export const copyIgnoredFile = defineRule({
  code: 'CopyIgnoredFile',
  name: 'copy-ignored-file',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'none',
  summary: '`.dockerignore` keeps a file out of the build that `COPY` or `ADD` asks for.',
  docs: `What \`.dockerignore\` names is not given to the builder, so that it cannot be copied. Reported only where the
folder of the build is known, and not where \`.dockerignore\` has exceptions (\`!\`). The folder itself (\`COPY . /\`) is
reported where everything in it is left out, as by \`*\`.`,
  options: ['buildContext'],
  examples: [
    {
      bad: 'FROM scratch\nCOPY ./tmp/Dockerfile /\n',
      configuration: { buildContext: { isIgnored: (path) => path.startsWith('tmp/') } },
    },
    { bad: 'FROM scratch\nCOPY . /\n', configuration: { buildContext: { isIgnored: () => true } } },
    { good: 'FROM scratch\nCOPY ./tmp/Dockerfile /\n' },
  ],
  on: ['COPY', 'ADD'],
  checkInstruction(copy, context) {
    const { buildContext } = context.configuration;
    if (buildContext === undefined) return;
    const { sources, destination, from } = copy.copy;
    const environments = stageEnvironments(context.file, context.configuration.baseImages);
    if (destination === undefined || from !== undefined || copy.onbuild !== undefined) return;
    for (const { value, range } of sources) {
      const text = value.includes('$')
        ? expanded(value, context.file.escape, (name) => environments.variable(name, copy)?.value, 'fail')
        : value;
      if (text === undefined || /^(?:\d*<<|https?:|git@|git:|ssh:)/.test(text)) continue;
      const path = cleaned(text);
      if (!buildContext.isIgnored(path)) continue;
      context.report(copy, {
        message:
          path === '' ? t('.dockerignore excludes everything from the build.') : t('.dockerignore excludes {0} from the build.', path),
        range,
      });
    }
  },
});

/** Without `.`, `..` and doubled or leading slashes. */
function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.replace(/^["']|["']$/g, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
