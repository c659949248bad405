import type { AnyCommand } from '../../src/commands/define';
import { type Node, nodeType } from '../../src/nodes/define';

/** The rows on which a command is offered. */
export function rowsFor(command: AnyCommand, rows: readonly Node[]): readonly Node[] {
  return rows.filter((node) => {
    const { flags = [] } = nodeType(node).view(node.data);
    return (command.on ?? []).some((target) => target.node === node.kind && (target.with ?? []).every((flag) => flags.includes(flag)) && !(target.without ?? []).some((flag) => flags.includes(flag)));
  });
}
