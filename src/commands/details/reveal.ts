import { name } from '../answers/takes';
import { defineCommand } from '../define';
import { revealValues } from '../targets/detail-targets';

/** Shows the values of a container's variables that are hidden. */
export const revealDetails = defineCommand({
  id: 'slipway.details.reveal',
  title: 'Show Hidden Values',
  summary:
    'Shows the values of a container’s variables that are hidden since they may be secret, in the rows below it, until they are hidden again or the window closes.',
  icon: 'eye',
  on: [{ node: 'containerDetail', with: ['masked'] }],
  placement: { group: '3_look', order: 1, inline: true },
  palette: false,
  answers: { container: name('Name or id of the container.') },
  result: 'undefined',
  run: (app, call) => revealValues(app, call, true),
});
