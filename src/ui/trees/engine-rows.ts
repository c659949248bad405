import { t } from '../../core/localize';
import { actionNode } from '../../nodes/action';
import { askTheRest } from '../../core/ask-the-rest';
import type { Node } from '../../nodes/define';
import type { TreeDefinition } from '../../nodes/define-tree';
import { messageNode } from '../../nodes/message';
import { awayWords, shownEngineNode } from '../../nodes/shown-engine';
import { topRows } from './top-rows';
import type { RowScope, TreeRow } from './tree-row';
import { sameIds, type TreeRows } from './tree-rows';

/** The first rows of a view of several engines, and what is below them. */
export class EngineRows {
  constructor(
    private readonly definition: TreeDefinition,
    private readonly kept: TreeRows,
  ) {}

  /**
   * The rows of engines, each with what it has: of one that does not answer what was known last. Collects in `touched` what must be drawn
   * again. Also gives the text above the rows. Reads nothing, so that no engine waits for another.
   */
  async make(
    before: readonly TreeRow[],
    scopes: readonly RowScope[],
    isLast: () => boolean,
    touched: TreeRow[],
  ): Promise<{ readonly rows: readonly TreeRow[]; readonly message: string } | undefined> {
    const tops = await Promise.all(scopes.map(({ app }) => topRows(this.definition, app)));
    if (!isLast()) return undefined;
    for (const row of before) if (!scopes.includes(row.scope) || row.parent) this.kept.forget(row);
    const rows = scopes.flatMap((scope, index) => {
      const same = before.filter((row) => row.scope === scope && shownEngineNode.is(row.node));
      const { state } = scope.app.connection;
      // While it is tried again, which fails as a rule, nothing on the screen changes.
      const away = state.kind === 'unreachable' ? state : state.kind === 'connected' ? undefined : scope.away;
      const flips = (away === undefined) !== (scope.away === undefined);
      scope.away = away;
      const node = shownEngineNode.make({ identity: plain(scope.app.identity), state: away ?? state, view: this.definition.view });
      const made = this.kept.reconcile(same, [node], scope, touched);
      const [row] = made;
      if (row && same.length === 0) this.kept.open.add(row.key);
      if (row && this.fill(row, away ? undefined : tops[index]?.nodes, touched, flips)) touched.push(row);
      return made;
    });
    const messages = tops.flatMap((top, index) => (scopes[index]?.away !== undefined ? [] : (top?.message ?? [])));
    return { rows, message: messages[0] ?? '' };
  }

  /** Whether the row of an engine has to be drawn with all below it. */
  private fill(row: TreeRow, nodes: readonly Node[] | undefined, touched: TreeRow[], flips: boolean): boolean {
    const before = row.children;
    // All of them are drawn anew; comparing thousands would keep the extension host busy.
    if (flips) for (const child of descendants(row)) child.outdate();
    const known = before?.some(({ node }) => node.kind !== 'message' && node.kind !== 'action') ?? false;
    if (nodes === undefined && (known || (before && !flips && row.scope.away === undefined))) {
      return flips;
    }
    const below = nodes === undefined ? unknown(row.scope) : nodes.length > 0 ? nodes : [nothing(row.scope)];
    row.children = this.kept.reconcile(before ?? [], below, row, touched);
    return flips || before === undefined || !sameIds(before, row.children);
  }
}

function descendants(row: TreeRow): readonly TreeRow[] {
  return (row.children ?? []).flatMap((child) => [child, ...descendants(child)]);
}

function plain({ id, name, inUse }: RowScope['app']['identity']): RowScope['app']['identity'] {
  return { id, name, inUse, dockerOptions: [] };
}

/** What stands below an engine of which nothing is known. */
function unknown({ app, prefix, away }: RowScope): readonly Node[] {
  const words = away && awayWords(away);
  if (!words) return [messageNode.make({ id: `waiting/${prefix}`, label: t('Connecting…'), icon: 'loading~spin' })];
  const again = { label: t('Try Again'), icon: 'refresh', command: 'slipway.engines.retry' };
  return [
    messageNode.make({ id: `away/${prefix}`, label: words.reason, detail: words.next, icon: 'warning' }),
    actionNode.make({ ...again, arguments: app.identity.id === undefined ? [] : [{ engine: app.identity.id }, askTheRest] }),
  ];
}

function nothing({ prefix }: RowScope): Node {
  return messageNode.make({ id: `nothing/${prefix}`, label: t('Nothing here yet'), icon: 'circle-slash' });
}
