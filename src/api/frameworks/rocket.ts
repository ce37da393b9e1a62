import { findRustRoutes } from '../rust/find-routes.ts';
import { cargoManifest } from '../rust/read-file.ts';
import type { WebFramework } from '../web-framework.ts';

export default {
  id: 'rocket',
  title: 'Rocket',
  languages: ['rust'],
  otherPaths: cargoManifest,
  measured: true,
  find: (context) => findRustRoutes(context, 'rocket'),
} satisfies WebFramework as WebFramework;
