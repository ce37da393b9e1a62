import { findGoRoutes } from '../go/find-routes.ts';
import { fiber } from '../go/libraries/fiber.ts';
import { goModule } from '../go/read-file.ts';
import type { WebFramework } from '../web-framework.ts';

export default {
  id: 'fiber',
  title: 'Fiber',
  languages: ['go'],
  otherPaths: goModule,
  measured: true,
  find: (context) => findGoRoutes(context, fiber),
} satisfies WebFramework as WebFramework;
