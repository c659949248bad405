import { name } from '../answers/takes';
import { defineCommand } from '../define';
import { revealValues } from '../targets/detail-targets';

/** Hides them again. */
export const hideDetails = defineCommand({
  id: 'slipway.details.hide',
  title: 'Hide Values That May Be Secret',
  summary: 'Hides the values of a container’s variables again that may be secret, in the rows below it.',
  icon: 'eye-closed',
  on: [{ node: 'containerDetail', with: ['revealed'] }],
  placement: { group: '3_look', order: 1, inline: true },
  palette: false,
  answers: { container: name('Name or id of the container.') },
  result: 'undefined',
  run: (app, call) => revealValues(app, call, false),
});
