import { defineCommand } from './command.ts';

export default defineCommand({
  name: 'help',
  usage: 'help',
  summary: 'lists the commands',
  async run(context) {
    const rows = context.commands.map((command) => `| \`/backend ${command.usage}\` | ${command.summary} |`);
    return {
      kind: 'done',
      text: ['| command | what it does |', '| --- | --- |', ...rows].join('\n'),
    };
  },
});
