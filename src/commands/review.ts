import { defineCommand } from './command.ts';

export default defineCommand({
  name: 'review',
  usage: 'review',
  summary: 'reviews the present head again',
  async run(context) {
    if (context.argument !== '') return { kind: 'refused', reason: '`/backend review` takes no argument.' };
    await context.askModel();
    await context.queueReview();
    return { kind: 'done', text: null };
  },
});
