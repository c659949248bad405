import { formatAge } from '../../core/age';
import { t } from '../../core/localize';
import { healthOf } from '../../engine/containers/inspected';
import type { DetailRow, ReadFacet } from './facet';
import { healthWord } from '../container-words';

/** The last health checks with what they printed. */
export const healthFacet: ReadFacet = {
  id: 'health',
  icon: 'pulse',
  label: () => t('Health checks'),
  spoken: (name) => t('Health checks of {0}', name),
  has: ({ health, state }) => health !== 'none' && state === 'running',
  short: ({ health }) => healthWord(health),
  none: () => t('None has been made yet.'),
  staleBy: /^health_status/,
  async read({ id }, app, signal) {
    const engine = await app.connection.engine(signal);
    const checks = healthOf(await engine.containers.inspect(id))?.checks ?? [];
    return checks.map(({ started, milliseconds, exitCode, output }): DetailRow => {
      const result = exitCode === 0 ? t('passed') : t('failed with code {0}', exitCode);
      const when = formatAge(started, Date.now());
      const [first = ''] = output.split('\n');
      return {
        key: `health/${String(started)}`,
        label: result,
        description: [when, first].filter(Boolean).join(' · '),
        icon: exitCode === 0 ? 'pass' : 'error',
        iconColor: exitCode === 0 ? 'charts.green' : 'problemsErrorIcon.foreground',
        spoken: t('Health check {0}, {1}, {2}', when, result, first === '' ? t('without output') : first),
        facts: [
          [t('When'), new Date(started).toLocaleString()],
          [t('Time'), t('{0} s', (milliseconds / 1000).toFixed(1))],
          [t('Output'), output],
        ],
        ...(output !== '' && { copied: output }),
      };
    });
  },
};
